import { setMaxListeners } from 'node:events';
import { type Ending, giveEnding, nothingToStop } from './ending.ts';
import { Roster } from './roster.ts';
import { tellAll } from './tell-all.ts';

/**
 * An ending that its holder brings about.
 *
 * Its signal is made when it is first read. On Node 20, a signal costs more than the call of a small job, and survives
 * quick garbage collections together with what listens to it.
 */
export class OpenEnding<Reason = unknown> implements Ending {
  #listeners: Roster<() => void> | undefined;
  #controller: AbortController | undefined;
  #ended = false;
  #reason: Reason | undefined;

  get reason(): Reason | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      const { signal } = this.#controller;
      giveEnding(signal, this);
      // The holder of a signal may do many things at once with it, which is no leak.
      setMaxListeners(0, signal);
      if (this.#ended) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  onEnd(listener: () => void): () => void {
    if (this.#ended) return nothingToStop;
    this.#listeners ??= new Roster();
    const listeners = this.#listeners;
    const entry = listeners.add(listener);
    return () => listeners.delete(entry);
  }

  /** Aborts {@link signal}, now or when it is first read, and calls the listeners. The first reason stays. */
  end(reason: Reason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
    if (this.#listeners !== undefined) tellAll(this.#listeners);
  }
}
