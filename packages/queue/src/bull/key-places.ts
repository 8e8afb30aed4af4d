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

  /**
   * Looks again for a job that has begun to wait: its place may have come free before it could be woken.
   * It keeps the place until it is claimed again. Never rejects.
   */
  async parked(key: string | undefined, id: string, leaseMs: number): Promise<void> {
    try {
      if (await this.enter(key, id, leaseMs)) await this.#wake(id);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Gives a place back, and wakes the next job that waits for one. Never rejects. */
  async leave(key: string | undefined, id: string): Promise<void> {
    if (key === undefined || this.#limit === undefined) return;
    try {
      let next: string | undefined;
      do next = await this.#parts.server.gate.leave(this.#line.name, key, id);
      while (next !== undefined && !(await this.#wake(next)));
    } catch (error) {
      this.#tell(error);
    }
  }

  /** @returns whether it waited; one that was on its way to wait looks again by itself. */
  async #wake(id: string): Promise<boolean> {
    try {
      await this.#line.queue.backend.promote(id);
      return true;
    } catch (error) {
      // An answer of BullMQ has a number: the job is gone, or does not wait.
      if (typeof (error as { code?: unknown }).code === 'number') return false;
      throw error;
    }
  }

  #tell(err: unknown): void {
    // It comes back by itself when it has waited long enough.
    this.#parts.log.debug('a job that waits for its key was not woken', { err });
  }
}
