/** One process of a blueprint, as its labels and the host tell. */
export interface SessionView {
  /** The printed session, as in the labels. */
  readonly session: string;
  readonly state: 'alive' | 'gone' | 'unknown';
  /** Why the state is believed: `process 4711 is alive`. */
  readonly why: string;
}

/** A blueprint of which something is in the engine, or which is itself being looked at. */
export interface BlueprintView {
  readonly name: string;
  /** The runner's phase; absent when the blueprint is only known from labels. */
  readonly phase?: string;
  /** ISO 8601; absent when the blueprint is only known from labels. */
  readonly startedAt?: string;
  readonly sessions: readonly SessionView[];
}
