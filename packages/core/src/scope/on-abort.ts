import { setMaxListeners } from 'node:events';
import { giveEnding, nothingToStop } from './ending.ts';
import { endingOf } from './ending-of.ts';

/** A signal that never aborts, for calls that nothing can end early: listening to it costs nothing. */
export const NEVER: AbortSignal = neverAborts();

/**
 * Calls `listener` once when `signal` aborts, until the function that it returns is called.
 *
 * Any number of calls may share a signal.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  return endingOf(signal).onEnd(listener);
}

/**
 * A signal that aborts with the first of `signals` that does.
 *
 * {@link NEVER} is left out: `AbortSignal.any` makes each of its sources remember the result for as long as the source lives.
 */
export function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const relevant = signals.filter((signal) => signal !== undefined && signal !== NEVER) as AbortSignal[];
  return relevant.length > 1 ? AbortSignal.any(relevant) : (relevant[0] ?? NEVER);
}

function neverAborts(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  giveEnding(signal, { reason: undefined, signal, onEnd: () => nothingToStop });
  return signal;
}
