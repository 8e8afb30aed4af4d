import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Roster } from '@docktopus/core/kit';
import {
  type AttemptOutcome,
  type ConsumedJob,
  type ConsumeSpec,
  type Lease,
  newCallId,
} from '@docktopus/runner/durable';
import type { Job } from 'bullmq';
import { type BullData, NO_ROWS, storedBullJob } from './bull-job.ts';
import { BullLease, type LeaseHost } from './bull-lease.ts';
import type { BullLine } from './bull-line.ts';
import type { BullQueueHandle, BullWorkerHandle } from './bull-server.ts';
import { endsJob, type NextJob, type Settled, settleBull } from './bull-settle.ts';
import { claimMore } from './claim-more.ts';
import type { ConsumptionParts } from './consumption-parts.ts';
import { HeldLeases } from './held-leases.ts';
import { KeyPlaces } from './key-places.ts';
import { reasonNotToRun } from './reason-not-to-run.ts';
import type { AskedPlace } from './worker-places.ts';

/** How long a job waits at most whose key is at its limit: it is woken when there is room. */
const PARKED_MS = 60_000;
/** How long an idle worker waits for a job before it asks again, in seconds. */
const IDLE_S = 5;
/** The same for a job with a limit, which other workers may have reached: nobody tells when there is room again. */
const LIMITED_IDLE_S = 1;
const AFTER_FAILURE_MS = 1000;

/** What one worker claims from one line. */
export class BullClaims implements LeaseHost {
  readonly #line: BullLine;
  readonly #job: ConsumedJob;
  readonly #spec: ConsumeSpec;
  readonly #run: (lease: Lease) => Promise<void>;
  readonly #parts: ConsumptionParts;
  readonly #worker: BullWorkerHandle;
  readonly #leases: HeldLeases;
  readonly #keys: KeyPlaces;
  /** Claims that come with the end of another job. */
  readonly #claiming = new Roster<Promise<void>>();
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
    this.#keys = new KeyPlaces(line, job, parts);
    this.#leases = new HeldLeases(this.queue, this.#keys, leaseMs);
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
    await Promise.all(this.#claiming);
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
    this.#leases.loseAll();
  }

  /** Renews what is held, and looks whether it is to end. */
  async beat(): Promise<void> {
    if (!this.#crashed) await this.#leases.renew();
  }

  look(id: string): Promise<void> {
    return this.#leases.look(id);
  }

  told(id: string, kind: 'progress' | 'log'): void {
    this.#parts.tell(id, kind);
  }

  async settle(lease: BullLease, outcome: AttemptOutcome): Promise<boolean> {
    // What follows has an id of its own already: kept before the end, it is kept once, and never left out.
    const follow = 'follow' in outcome ? (outcome.follow ?? []) : [];
    if (follow.length > 0) await this.#parts.submit(follow);
    const claimNext = endsJob(outcome) && this.#mayFollow();
    if (!claimNext) return (await this.#end(lease, outcome, undefined)).held;
    const place = this.#parts.places.ask();
    const ending = this.#end(lease, outcome, place);
    this.#track(
      ending.then(({ next }) => next && this.#follow(next, lease.token, place)),
      place,
    );
    return (await ending).held;
  }

  async #end(lease: BullLease, outcome: AttemptOutcome, place: AskedPlace | undefined): Promise<Settled> {
    // The worker's own queue knows the limits, which hold for a job that is claimed.
    const { backend } = place === undefined ? this.queue : this.#worker;
    const { retention, tell } = this.#parts;
    try {
      const settled = await settleBull(backend, lease, outcome, retention, place !== undefined);
      await this.#keys.leave(lease.job.key, lease.job.id);
      tell(lease.job.id, 'state');
      return settled;
    } finally {
      // One that could not be settled runs out.
      lease.leave();
      if (place === undefined) this.wake();
    }
  }

  /** Whether the next job may take the place of one that ends, rather than leave it to a line that waits for room. */
  #mayFollow(): boolean {
    return !this.#parts.places.othersWait(this) && this.#room(1) > 0;
  }

  /**
   * Runs a job that was claimed with the end of another one. It has that one's token, which nobody else holds: the other
   * has been settled, and what its handler still says is refused here.
   */
  async #follow({ data, id }: NextJob, token: string, place: AskedPlace): Promise<void> {
    try {
      await this.#had(this.#parts.server.job(this.queue, data, id), token, place);
    } catch (error) {
      // It is claimed again once its lease has run out.
      this.#parts.log.warn('a worker cannot run what it has claimed', { queue: this.#line.job, err: error });
    }
  }

  /** A claim that comes with the end of a job. */
  #track(claim: Promise<unknown>, place: AskedPlace): void {
    const tracked = claim
      .catch(() => undefined)
      .then(() => {
        place[Symbol.dispose]();
        this.#claiming.delete(entry);
        this.wake();
      });
    const entry = this.#claiming.add(tracked);
  }

  async #loop(): Promise<void> {
    let begun = false;
    while (!this.#stopped) {
      try {
        if (!begun) await this.#limits();
        begun = true;
        // A job that ends hands its place to the next one, in a call that it makes anyway: it comes first.
        await nextTurn();
        if (this.#stopped) return;
        if (this.#room() === 0) await this.#untilRoom();
        else if (await this.#claim(true))
          await claimMore(
            this.#parts.places,
            () => this.#room(),
            (place) => this.#claim(false, place),
          );
      } catch (error) {
        if (this.#stopped) return;
        this.#parts.log.warn('a worker cannot claim', { queue: this.#line.job, err: error });
        await sleep(AFTER_FAILURE_MS);
      }
    }
  }

  /** What holds over all workers: the limits, and the watch over leases that run out. Nothing is claimed without. */
  async #limits(): Promise<void> {
    const { perJob } = this.#job;
    if (perJob === undefined) await this.queue.removeGlobalConcurrency();
    else await this.queue.setGlobalConcurrency(perJob);
    await this.#worker.waitUntilReady();
    await this.#worker.startStalledCheckTimer();
  }

  /** @param wait for a job. @returns whether there was one. */
  async #claim(wait: boolean, place?: AskedPlace): Promise<boolean> {
    const token = newCallId();
    const job = (await this.#worker.getNextJob(token, { block: wait })) as Job | undefined;
    if (job === undefined) {
      // Nothing, or a limit of BullMQ's: the next ask waits for a sign, unless there was none to wait for.
      if (wait) await Promise.race([sleep(20), this.#until()]);
      return false;
    }
    await this.#had(job, token, place);
    return true;
  }

  async #had(job: Job, token: string, place: AskedPlace | undefined): Promise<void> {
    if (this.#stopped) await this.queue.backend.moveJobFromActiveToWait(job.id ?? '', token);
    else await this.#take(job, token, place);
  }

  async #take(job: Job, token: string, place: AskedPlace | undefined): Promise<void> {
    const data = job.data as BullData;
    const id = job.id ?? '';
    if (await this.#ended(job, token)) return;
    if (data.turn !== undefined) await this.#parts.server.gate.served(this.#line.name, data.turn);
    if (!(await this.#keys.enter(data.key, id, this.leaseMs))) {
      await this.queue.backend.moveToDelayed(id, Date.now(), PARKED_MS, token, { skipAttempt: true });
      await this.#keys.parked(data.key, id, this.leaseMs);
      return;
    }
    // Of a first attempt there are none.
    const rows = job.attemptsStarted > 1 ? await this.#line.rows(id) : NO_ROWS;
    const stored = storedBullJob(this.#line.job, job, 'active', rows, this.#spec.worker);
    const lease = new BullLease(stored, job, token, rows, this);
    this.#leases.add(lease);
    this.#parts.tell(id, 'state');
    // From here on the runner counts it.
    place?.[Symbol.dispose]();
    void this.#run(lease);
  }

  /** Ends a job that must not run: it was cancelled while it waited, has stalled too often, or comes too late. */
  async #ended(job: Job, token: string): Promise<boolean> {
    const reason = reasonNotToRun(job, Date.now());
    if (reason === undefined) return false;
    const { ms, count } = this.#parts.retention.dead;
    const keep = { age: Math.ceil(ms / 1000), count };
    await this.queue.backend.moveToFailed(job, reason, keep, token, false);
    await this.#keys.leave((job.data as BullData).key, job.id ?? '');
    this.#parts.tell(job.id ?? '', 'state');
    return true;
  }

  /** @param ending how many of the leases are about to be given back. */
  #room(ending = 0): number {
    if (this.#stopped) return 0;
    const { perWorker = Number.POSITIVE_INFINITY, perJob = Number.POSITIVE_INFINITY } = this.#job;
    // BullMQ would let a worker of a job at its limit wait for new jobs, and not tell it that one has ended.
    const free = this.#spec.free() - this.#parts.places.asked;
    return Math.max(0, Math.min(free, Math.min(perWorker, perJob) - this.#leases.size + ending));
  }

  async #untilRoom(): Promise<void> {
    await this.#parts.places.waiting(this, this.#until());
  }

  #until(): Promise<void> {
    return new Promise((resolve) => {
      this.#wakened = () => {
        this.#wakened = undefined;
        resolve();
      };
    });
  }
}
