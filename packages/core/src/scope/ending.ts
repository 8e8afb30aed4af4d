/** How a call ends early. Listening to an ending costs a fraction of what listening to an abort signal costs. */
export interface Ending {
  /** Why it has ended; `undefined` while it goes on. */
  readonly reason: unknown;
  /** The same as a signal, for those who can listen to nothing else. */
  readonly signal: AbortSignal;
  /**
   * Calls `listener` once at the end, unless the function that it returns is called before. After the end it calls
   * nothing: look at {@link reason} first.
   */
  onEnd(listener: () => void): () => void;
}

const ENDING = Symbol('docktopus.ending');

/** A signal that may know its ending. */
type EndingSignal = AbortSignal & { [ENDING]?: Ending };

/** The ending that `signal` has been given, if it has. */
export function knownEnding(signal: EndingSignal | undefined): Ending | undefined {
  return signal?.[ENDING];
}

/** Gives `signal` its ending. Whatever prints, compares or copies the signal does not see it. */
export function giveEnding(signal: EndingSignal, ending: Ending): void {
  // A signal that takes no properties does not remember it.
  if (Object.isExtensible(signal)) Object.defineProperty(signal, ENDING, { value: ending });
}
