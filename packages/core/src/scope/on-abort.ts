import { setMaxListeners } from 'node:events';
import { ENDING, type Ending, type EndingSignal } from './ending.ts';

/** A signal that never aborts, for calls that nothing can end early: listening to it costs nothing. */
export const NEVER: AbortSignal = new AbortController().signal;
setMaxListeners(0, NEVER);

/** Whether node counts the listeners of a signal, which it does before version 22. */
const COUNTS_LISTENERS = Number(process.versions.node.split('.')[0]) < 22;

/**
 * Calls `listener` once when `signal` aborts, until the function that it returns is called.
 *
 * Any number of calls may share a signal; node would print that more than ten of them are a leak.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal === NEVER) return nothing;
  const ending = (signal as EndingSignal)[ENDING];
  if (ending !== undefined) return ending.onEnd(listener);
  if (COUNTS_LISTENERS) manyMayListen(signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/** The ending that `signal` tells of. */
export function endingOf(signal: AbortSignal): Ending {
  return (
    (signal as EndingSignal)[ENDING] ?? {
      signal,
      get reason() {
        return signal.aborted ? signal.reason : undefined;
      },
      onEnd: (listener) => onAbort(signal, listener),
    }
  );
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

function nothing(): void {}

function manyMayListen(signal: AbortSignal): void {
  try {
    setMaxListeners(0, signal);
  } catch {
    // A signal of another library than node's, which counts nothing.
  }
}
