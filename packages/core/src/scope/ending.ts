/** How a call ends early. Deadlines are endings; listening to one costs a fraction of what an abort signal costs. */
export interface Ending {
  /** Why it has ended; `undefined` while it goes on. */
  readonly reason: unknown;
  /** The same as a signal, for those who can listen to nothing else; a deadline makes it when it is first read. */
  readonly signal: AbortSignal;
  /** Calls `listener` once at the end, unless the function that it returns is called before. */
  onEnd(listener: () => void): () => void;
}

/** Where the signal of a deadline keeps the deadline. */
export const ENDING = Symbol('docktopus.ending');

/** A signal that may be a deadline's. */
export type EndingSignal = AbortSignal & { [ENDING]?: Ending };
