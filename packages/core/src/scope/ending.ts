/** How a call ends early. Listening to an ending costs a fraction of what listening to an abort signal costs. */
export interface Ending {
  /** Why it has ended; `undefined` while it goes on. */
  readonly reason: unknown;
  /** The same as a signal, for those who can listen to nothing else. */
  readonly signal: AbortSignal;
  /** Calls `listener` once at the end, unless the function that it returns is called before. */
  onEnd(listener: () => void): () => void;
}

/** Where a signal keeps its ending. */
export const ENDING = Symbol('docktopus.ending');

/** A signal that may know its ending. */
export type EndingSignal = AbortSignal & { [ENDING]?: Ending };
