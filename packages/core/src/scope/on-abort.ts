import { setMaxListeners } from 'node:events';
import { type Ending, giveEnding, knownEnding, type Stop } from './ending.ts';
import { Roster } from './roster.ts';
import { tellAll } from './tell-all.ts';

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

/** The ending that `stop` is or tells of. */
export function endingOf(stop: Stop): Ending {
  const known = knownEnding(stop);
  if (known !== undefined) return known;
  const signal = stop as AbortSignal;
  const ending = new SignalEnding(signal);
  giveEnding(signal, ending);
  return ending;
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
  giveEnding(signal, { reason: undefined, signal, onEnd: () => nothing });
  return signal;
}

function nothing(): void {}

/**
 * The end of a signal that is not ours. All who wait for it are one listener of the signal: node would print that more
 * than ten of them are a leak, and a listener that has left a signal goes on pointing to those that came after it, as
 * {@link Roster} says of sets.
 */
class SignalEnding implements Ending {
  readonly signal: AbortSignal;
  readonly #listeners = new Roster<() => void>();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  get reason(): unknown {
    if (!this.signal.aborted) return undefined;
    const { reason } = this.signal;
    // Signals of other libraries may abort without a reason.
    return reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
  }

  onEnd(listener: () => void): () => void {
    if (this.#listeners.size === 0) this.signal.addEventListener('abort', this.#tell, { once: true });
    const entry = this.#listeners.add(listener);
    return () => {
      const left = this.#listeners.delete(entry) && this.#listeners.size === 0;
      if (left) this.signal.removeEventListener('abort', this.#tell);
    };
  }

  readonly #tell = () => tellAll(this.#listeners);
}
