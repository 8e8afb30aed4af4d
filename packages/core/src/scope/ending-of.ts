import { type Ending, giveEnding, knownEnding, nothingToStop, type Stop } from './ending.ts';
import { Roster } from './roster.ts';
import { tellAll } from './tell-all.ts';

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
    if (this.signal.aborted) return nothingToStop;
    if (this.#listeners.size === 0) this.signal.addEventListener('abort', this.#tell, { once: true });
    const entry = this.#listeners.add(listener);
    return () => {
      const left = this.#listeners.delete(entry) && this.#listeners.size === 0;
      if (left) this.signal.removeEventListener('abort', this.#tell);
    };
  }

  readonly #tell = () => tellAll(this.#listeners);
}
