import type { ConsumedJob } from '@docktopus/runner/durable';
import type { BullLine } from './bull-line.ts';
import type { ConsumptionParts } from './consumption-parts.ts';

/** How many jobs of one key run at a time, over all workers of a line. */
export class KeyPlaces {
  readonly #line: BullLine;
  readonly #limit: number | undefined;
  readonly #parts: Pick<ConsumptionParts, 'server' | 'log'>;

  constructor(
    line: BullLine,
    { perKey }: Pick<ConsumedJob, 'perKey'>,
    parts: Pick<ConsumptionParts, 'server' | 'log'>,
  ) {
    this.#line = line;
    this.#limit = perKey;
    this.#parts = parts;
  }

  /** Takes or renews a job's place. @returns whether it may run; one that may not is woken when there is room. */
  async enter(key: string | undefined, id: string, leaseMs: number): Promise<boolean> {
    if (key === undefined || this.#limit === undefined) return true;
    return this.#parts.server.gate.enter(this.#line.name, key, id, this.#limit, leaseMs);
  }

  /** Gives a place back, and wakes the next job that waits for one. Never rejects. */
  async leave(key: string | undefined, id: string): Promise<void> {
    if (key === undefined || this.#limit === undefined) return;
    try {
      const next = await this.#parts.server.gate.leave(this.#line.name, key, id);
      if (next !== undefined) await this.#line.queue.backend.promote(next);
    } catch (error) {
      // It comes back by itself when it has waited long enough.
      this.#parts.log.debug('a job that waits for its key was not woken', { err: error });
    }
  }
}
