import { isDocktopusError } from '@docktopus/core';
import type { JobRequest } from '../job/index.ts';
import type { ProducerHost } from './producer.ts';

/**
 * What happens when it is time for the next call and the last one still runs. `'skip'`: there is none this time.
 * `'queue'`: it runs afterwards, at most 100 wait. `'allow'`: both run.
 */
export type Overlap = (typeof OVERLAPS)[number];

export const OVERLAPS = ['skip', 'queue', 'allow'] as const;

const MAX_QUEUED = 100;

/** Hands in one call for each time of a timetable, minding those that still run. */
export class ScheduledCalls {
  readonly #host: ProducerHost;
  readonly #overlap: Overlap;
  readonly #onFailure: (error: unknown) => void;
  readonly #queue: JobRequest[] = [];
  #running = 0;

  /** @param onFailure hears of a call that cannot be handed in at all. */
  constructor(host: ProducerHost, overlap: Overlap, onFailure: (error: unknown) => void) {
    this.#host = host;
    this.#overlap = overlap;
    this.#onFailure = onFailure;
  }

  fire(request: JobRequest): void {
    if (this.#running === 0 || this.#overlap === 'allow') void this.#run(request);
    else if (this.#overlap === 'queue' && this.#queue.length < MAX_QUEUED) this.#queue.push(request);
    else this.#host.dropped(1);
  }

  async #run(request: JobRequest): Promise<void> {
    this.#running += 1;
    try {
      await (await this.#host.submit(request)).ended;
    } catch (error) {
      this.#host.dropped(1);
      if (!this.#host.signal.aborted && !isDocktopusError(error, 'runner.overloaded')) this.#onFailure(error);
    } finally {
      this.#running -= 1;
      const next = this.#queue.shift();
      if (next !== undefined && !this.#host.signal.aborted) void this.#run(next);
    }
  }
}
