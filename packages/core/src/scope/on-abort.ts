import { setMaxListeners } from 'node:events';

/**
 * Calls `listener` once when `signal` aborts, until the function that it returns is called.
 *
 * Any number of calls may share a signal; node would print that more than ten of them are a leak.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  manyMayListen(signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

function manyMayListen(signal: AbortSignal): void {
  try {
    setMaxListeners(0, signal);
  } catch {
    // A signal of another library than node's, which counts nothing.
  }
}
