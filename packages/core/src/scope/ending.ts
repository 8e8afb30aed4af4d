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

/** A signal or an ending may end a call early. Nobody needs to have read the ending's signal. */
export type Stop = AbortSignal | Ending;

/** A signal that may know its ending. */
type EndingSignal = AbortSignal & { [ENDING]?: Ending };

/** The ending that `stop` is, or that it has been given if it is a signal. */
export function knownEnding(stop: Stop | undefined): Ending | undefined {
  return isEnding(stop) ? stop : (stop as EndingSignal | undefined)?.[ENDING];
}

function isEnding(stop: Stop | undefined): stop is Ending {
  return typeof (stop as Partial<Ending> | undefined)?.onEnd === 'function';
}

/** Gives `signal` its ending. Whatever prints, compares or copies the signal does not see it. */
export function giveEnding(signal: EndingSignal, ending: Ending): void {
  // A signal that takes no properties does not remember it.
  if (Object.isExtensible(signal)) Object.defineProperty(signal, ENDING, { value: ending });
}

/** An ending returns this when there is nothing to wait for. */
export function nothingToStop(): void {}
