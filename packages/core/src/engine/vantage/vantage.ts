/** Where this process stands towards an engine: what decides how it reaches containers, and what a path of its own means there. */
export type Vantage = (OnEngineHost | InContainer | Elsewhere) & {
  /** How this process reaches the engine's host, as the option `hostAddress` says. */
  readonly hostAddress?: string | undefined;
};

/** On the engine's host, or beside it in its network namespace. */
export interface OnEngineHost {
  readonly at: 'host';
}

/** In a container of that engine. */
export interface InContainer {
  readonly at: 'container';
  /** The whole id. */
  readonly id: string;
}

export interface Elsewhere {
  readonly at: 'elsewhere';
  /** The engine's host; `undefined` when only a socket leads to the engine, such as one from another container. */
  readonly host: string | undefined;
}
