import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttemptOutcome,
  type ConsumedJob,
  type ConsumeSpec,
  expiredError,
  type Lease,
  newCallId,
  type StoredError,
} from '@docktopus/runner/durable';
import type { Job } from 'bullmq';
import { type BullData, failureText, NO_ROWS, storedBullJob } from './bull-job.ts';
import { BullLease, type LeaseHost } from './bull-lease.ts';
import type { BullLine } from './bull-line.ts';
import type { BullQueueHandle, BullWorkerHandle } from './bull-server.ts';
import { settleBull } from './bull-settle.ts';
import type { ConsumptionParts } from './consumption-parts.ts';

/** How long a job waits at most whose key is at its limit: it is woken when there is room. */
const PARKED_MS = 60_000;
/** How long an idle worker waits for a job before it asks again, in seconds. */
const IDLE_S = 5;
/** The same for a job with a limit, which other workers may have reached: nobody tells when there is room again. */
const LIMITED_IDLE_S = 1;
const AFTER_FAILURE_MS = 1000;
/** How many jobs are asked for at once. */
const MOST_AT_ONCE = 64;

/** What one worker claims from one line. */
export class BullClaims implements LeaseHost {
  readonly #line: BullLine;
  readonly #job: ConsumedJob;
  readonly #spec: ConsumeSpec;
  readonly #run: (lease: Lease) => Promise<void>;
  readonly #parts: ConsumptionParts;
  readonly #worker: BullWorkerHandle;
  readonly #leases = new Map<string, BullLease>();
  readonly queue: BullQueueHandle;
  #looping: Promise<void> | undefined;
  #wakened: (() => void) | undefined;
  #stopped = false;
  #crashed = false;

  constructor(
    line: BullLine,
    job: ConsumedJob,
    spec: ConsumeSpec,
    run: (lease: Lease) => Promise<void>,
    parts: ConsumptionParts,
  ) {
    this.#line = line;
    this.#job = job;
    this.#spec = spec;
    this.#run = run;
    this.#parts = parts;
    const { leaseMs, maxStalls, worker } = spec;
    const { server } = parts;
    this.queue = server.queue(line.name, true);
    this.#worker = server.worker(line.name, {
      autorun: false,
      name: worker,
      lockDuration: leaseMs,
      skipLockRenewal: true,
      stalledInterval: Math.ceil(leaseMs / 2),
      maxStalledCount: maxStalls,
      drainDelay: job.perJob === undefined ? IDLE_S : LIMITED_IDLE_S,
      ...(job.rate !== undefined && { limiter: { max: job.rate.limit, duration: job.rate.perMs } }),
    });
  }

  get leaseMs(): number {
    return this.#spec.leaseMs;
  }

  get maxLogBytes(): number {
    return this.#parts.maxLogBytes;
  }

  begin(): void {
    this.#looping = this.#loop();
  }

  wake(): void {
    this.#wakened?.();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.wake();
    // Ends a wait for the next job; a job that comes all the same is given back by the loop.
    await this.#worker.backend.disconnectBlocking().catch(() => undefined);
    await this.#looping;
    await this.#worker.close(true).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.queue.close().catch(() => undefined);
  }

  crash(): void {
    this.#stopped = true;
    this.#crashed = true;
    this.wake();
    for (const thing of [this.#worker, this.queue]) void thing.disconnect().catch(() => undefined);
    for (const lease of this.#leases.values()) lease.lose();
  }

  /** Renews what is held, and looks whether it is to end. */
  async beat(): Promise<void> {
    const leases = [...this.#leases.values()];
    if (leases.length === 0 || this.#crashed) return;
    const ids = leases.map(({ job }) => job.id);
    const lost = await this.queue.backend.extendLocks(
      ids,
      leases.map(({ token }) => token),
      this.leaseMs,
    );
    for (const id of lost) this.#lose(id);
    await Promise.all(
      leases.map(async (lease) => {
        if (lost.includes(lease.job.id)) return;
        await this.look(lease.job.id);
        if (this.#gated(lease.job.key)) await this.#enter(lease.job.key, lease.job.id);
      }),
    );
  }

  told(id: string, kind: 'progress' | 'log'): void {
    this.#parts.tell(id, kind);
  }

  async settle(lease: BullLease, outcome: AttemptOutcome): Promise<boolean> {
    // What follows has an id of its own already: kept before the end, it is kept once, and never left out.
    const follow = 'follow' in outcome ? (outcome.follow ?? []) : [];
    if (follow.length > 0) await this.#parts.submit(follow);
    const held = await settleBull(this.queue.backend, lease, outcome, this.#parts.retention);
    this.#leases.delete(lease.job.id);
    await this.#leave(lease);
    this.#parts.tell(lease.job.id, 'state');
    this.wake();
    return held;
  }

  async #loop(): Promise<void> {
    await this.#limits();
    while (!this.#stopped) {
      try {
        if (this.#room() === 0) await this.#until();
        else if (await this.#claim(true)) await this.#claimMore();
      } catch (error) {
        if (this.#stopped) return;
        this.#parts.log.warn('a worker cannot claim', { queue: this.#line.job, err: error });
        await sleep(AFTER_FAILURE_MS);
      }
    }
  }

  /** The limits that BullMQ holds over all workers. */
  async #limits(): Promise<void> {
    try {
      const { perJob } = this.#job;
      if (perJob === undefined) await this.queue.removeGlobalConcurrency();
      else await this.queue.setGlobalConcurrency(perJob);
      await this.#worker.waitUntilReady();
      await this.#worker.startStalledCheckTimer();
    } catch (error) {
      if (!this.#stopped) this.#parts.log.warn('a worker could not begin', { err: error });
    }
  }

  /** Where one job was, there are often others: as many as there is room for are asked for at once. */
  async #claimMore(): Promise<void> {
    const { places } = this.#parts;
    const room = Math.min(this.#room(), MOST_AT_ONCE);
    places.asked += room;
    const claims = await Promise.allSettled(
      Array.from({ length: room }, async () => {
        try {
          await this.#claim(false);
        } finally {
          places.asked -= 1;
        }
      }),
    );
    const failed = claims.find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  /** @param wait for a job. @returns whether there was one. */
  async #claim(wait: boolean): Promise<boolean> {
    const token = newCallId();
    const job = (await this.#worker.getNextJob(token, { block: wait })) as Job | undefined;
    if (job === undefined) {
      // Nothing, or a limit of BullMQ's: the next ask waits for a sign, unless there was none to wait for.
      if (wait) await Promise.race([sleep(20), this.#until()]);
      return false;
    }
    if (this.#stopped) await this.queue.backend.moveJobFromActiveToWait(job.id ?? '', token);
    else await this.#take(job, token);
    return true;
  }

  async #take(job: Job, token: string): Promise<void> {
    const data = job.data as BullData;
    const id = job.id ?? '';
    if (await this.#ended(job, token, data)) return;
    if (data.turn !== undefined) await this.#parts.server.gate.served(this.#line.name, data.turn);
    if (this.#gated(data.key) && !(await this.#enter(data.key, id))) {
      await this.queue.backend.moveToDelayed(id, Date.now(), PARKED_MS, token, { skipAttempt: true });
      return;
    }
    // Of a first attempt there are none.
    const rows = job.attemptsStarted > 1 ? await this.#line.rows(id) : NO_ROWS;
    const stored = { ...storedBullJob(this.#line.job, job, 'active', rows), worker: this.#spec.worker };
    const lease = new BullLease(stored, job, token, rows, this);
    this.#leases.set(id, lease);
    this.#parts.tell(id, 'state');
    void this.#run(lease);
  }

  /** Ends a job that must not run: it was cancelled while it waited, has stalled too often, or comes too late. */
  async #ended(job: Job, token: string, { cancelled, deadlineAt }: BullData): Promise<boolean> {
    const stalled = (job as { deferredFailure?: string }).deferredFailure;
    const late = deadlineAt !== undefined && deadlineAt <= Date.now();
    let reason: string | undefined;
    if (cancelled !== undefined) reason = failureText(cancelled.error, 'cancelled');
    else if (stalled !== undefined) reason = stalled;
    else if (late) reason = failureText(expiredError(), 'dead');
    if (reason === undefined) return false;
    const { ms, count } = this.#parts.retention.dead;
    const keep = { age: Math.ceil(ms / 1000), count };
    await this.queue.backend.moveToFailed(job, reason, keep, token, false);
    this.#parts.tell(job.id ?? '', 'state');
    return true;
  }

  #room(): number {
    const { perWorker = Number.POSITIVE_INFINITY, perJob = Number.POSITIVE_INFINITY } = this.#job;
    // BullMQ would let a worker of a job at its limit wait for new jobs, and not tell it that one has ended.
    const free = this.#spec.free() - this.#parts.places.asked;
    return Math.max(0, Math.min(free, Math.min(perWorker, perJob) - this.#leases.size));
  }

  #until(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakened = () => {
        this.#wakened = undefined;
        resolve();
      };
    });
  }

  /** Whether a job that runs is to end: the flag in it counts, however it was heard of. */
  async look(id: string): Promise<void> {
    const lease = this.#leases.get(id);
    if (lease === undefined) return;
    const job = (await this.queue.getJob(id)) as Job | undefined;
    const error: StoredError | undefined = (job?.data as BullData | undefined)?.cancelled?.error;
    if (error !== undefined) lease.cancel(error);
  }

  #lose(id: string): void {
    this.#leases.get(id)?.lose();
    this.#leases.delete(id);
  }

  #gated(key: string | undefined): key is string {
    return key !== undefined && this.#job.perKey !== undefined;
  }

  #enter(key: string, id: string): Promise<boolean> {
    const { perKey = 1 } = this.#job;
    return this.#parts.server.gate.enter(this.#line.name, key, id, perKey, Date.now() + this.leaseMs);
  }

  async #leave({ job }: BullLease): Promise<void> {
    if (!this.#gated(job.key)) return;
    try {
      const next = await this.#parts.server.gate.leave(this.#line.name, job.key, job.id);
      if (next !== undefined) await this.queue.backend.promote(next);
    } catch (error) {
      // It comes back by itself when it has waited long enough.
      this.#parts.log.debug('a job that waits for its key was not woken', { err: error });
    }
  }
}
