import { Roster } from '@docktopus/core/kit';
import type { Job } from 'bullmq';
import type { BullData } from './bull-job.ts';
import type { BullLease } from './bull-lease.ts';
import type { BullQueueHandle } from './bull-server.ts';
import type { KeyPlaces } from './key-places.ts';

/** The leases that a worker holds of one line. */
export class HeldLeases {
  readonly #queue: BullQueueHandle;
  readonly #keys: KeyPlaces;
  readonly #leaseMs: number;
  readonly #held = new Roster<BullLease>();

  constructor(queue: BullQueueHandle, keys: KeyPlaces, leaseMs: number) {
    this.#queue = queue;
    this.#keys = keys;
    this.#leaseMs = leaseMs;
  }

  get size(): number {
    return this.#held.size;
  }

  add(lease: BullLease): void {
    lease.enter(this.#held);
  }

  /** Renews what is held, and looks whether it is to end. */
  async renew(): Promise<void> {
    const leases = [...this.#held];
    if (leases.length === 0) return;
    const ids = leases.map(({ job }) => job.id);
    const tokens = leases.map(({ token }) => token);
    const lost = new Set(await this.#queue.backend.extendLocks(ids, tokens, this.#leaseMs));
    await Promise.all(
      leases.map(async (lease) => {
        const { id, key } = lease.job;
        if (lost.has(id)) {
          lease.lose();
          lease.leave();
          return;
        }
        await this.#look(lease);
        await this.#keys.enter(key, id, this.#leaseMs);
      }),
    );
  }

  /** Whether a job that runs is to end: the flag in it counts, however it was heard of. */
  async look(id: string): Promise<void> {
    for (const lease of this.#held) if (lease.job.id === id) await this.#look(lease);
  }

  loseAll(): void {
    for (const lease of this.#held) lease.lose();
  }

  async #look(lease: BullLease): Promise<void> {
    const job = (await this.#queue.getJob(lease.job.id)) as Job | undefined;
    const { cancelled } = (job?.data ?? {}) as Partial<BullData>;
    if (cancelled !== undefined) lease.cancel(cancelled.error);
  }
}
