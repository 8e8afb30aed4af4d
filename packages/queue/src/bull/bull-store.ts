import { DocktopusError } from '@docktopus/core';
import { Semaphore, settledWithin } from '@docktopus/core/kit';
import type {
  AcceptedJob,
  CancelOutcome,
  ConsumeSpec,
  Consumption,
  FireOutcome,
  JobLogLine,
  JobStore,
  Lease,
  NewJob,
  PageRequest,
  StateCount,
  StoreCapabilities,
  StoredError,
  StoredJob,
  StoreEvent,
  StoreFilter,
  StoreHost,
  StorePage,
} from '@docktopus/runner/durable';
import { Observable, Subject } from 'rxjs';
import { AnswerWatch } from './answer-watch.ts';
import { BullConsumption } from './bull-consumption.ts';
import type { BullData } from './bull-job.ts';
import { hashOf, type LineAddition } from './bull-line.ts';
import { BullLines } from './bull-lines.ts';
import { BullListening } from './bull-listening.ts';
import { BullListing } from './bull-listing.ts';
import { type BullQueueOptions, TIMEOUT_MS } from './bull-options.ts';
import type { BullServer } from './bull-server.ts';
import { postgresServer } from './postgres-server.ts';
import { redisServer } from './redis-server.ts';
import { serverFailure } from './server-failure.ts';
import { safeName, serverOf } from './server-url.ts';
import { WorkerPlaces } from './worker-places.ts';

/** At most this many reads are under way, so that thousands of callers who look at once do not time out together. */
const LOOKS = 100;
const GOODBYE_MS = 3000;

/** What is open. */
interface Opened {
  readonly server: BullServer;
  readonly lines: BullLines;
  readonly listing: BullListing;
  readonly listening: BullListening;
  readonly host: StoreHost;
}

/** Durable jobs in BullMQ, for as many machines as share its server. */
export class BullStore implements JobStore {
  readonly #options: BullQueueOptions;
  readonly #hints = new Subject<StoreEvent>();
  readonly #consumptions = new Set<BullConsumption>();
  readonly #watch: AnswerWatch;
  readonly #looks = new Semaphore(LOOKS);
  readonly name: string;
  #open: Opened | undefined;
  readonly events$ = new Observable<StoreEvent>((subscriber) => {
    const hints = this.#hints.subscribe(subscriber);
    const joined = this.#opened.listening.join();
    return () => {
      hints.unsubscribe();
      joined[Symbol.dispose]();
    };
  });

  constructor(options: BullQueueOptions) {
    this.#options = options;
    this.#watch = new AnswerWatch(options.timeoutMs ?? TIMEOUT_MS);
    this.name = `bullmq ${safeName(options.url)}`;
  }

  get capabilities(): StoreCapabilities {
    return {
      survives: this.#open?.server.survives ?? 'kill',
      reach: 'cluster',
      features: new Set(['keys', 'key-concurrency', 'rate', 'affinity'] as const),
    };
  }

  async open(host: StoreHost): Promise<void> {
    const connect = serverOf(this.#options.url) === 'redis' ? redisServer : postgresServer;
    const server = await connect(this.#options, host.log);
    const lines = new BullLines(server);
    const listening = new BullListening(server, lines, (event) => this.#hints.next(event));
    this.#open = { server, lines, listing: new BullListing(lines, server), listening, host };
  }

  async submit(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]> {
    const [only, ...others] = jobs;
    const { lines } = this.#opened;
    return this.#answered(async () => {
      if (only === undefined) return [];
      if (others.length > 0) return await this.#addTogether(jobs);
      const line = await lines.announce(only);
      return [await this.#accepted(await line.add(only))];
    });
  }

  /** All or none, whatever their lines. */
  async #addTogether(jobs: readonly NewJob[]): Promise<readonly AcceptedJob[]> {
    const { lines, server } = this.#opened;
    const additions: LineAddition[] = [];
    for (const together of grouped(jobs)) {
      const line = await lines.announce(together[0]);
      additions.push(...(await line.additions(together)));
    }
    await server.addTogether(additions);
    const answers = await Promise.all(additions.map((addition) => this.#accepted(addition)));
    const accepted = new Map(additions.map(({ given }, index) => [given, answers[index]]));
    return jobs.map((job) => accepted.get(job) as AcceptedJob);
  }

  consume(spec: ConsumeSpec, run: (lease: Lease) => Promise<void>): Consumption {
    const { server, lines, host } = this.#opened;
    const consumption = new BullConsumption(spec, run, {
      server,
      lines,
      log: host.log,
      retention: host.retention,
      maxLogBytes: host.maxLogBytes,
      places: new WorkerPlaces(),
      submit: (jobs) => this.submit(jobs),
      tell: (id, kind) => this.#tell(id, kind),
    });
    this.#consumptions.add(consumption);
    return consumption;
  }

  async get(id: string): Promise<StoredJob | undefined> {
    const { lines } = this.#opened;
    return this.#looked(async () => (await lines.having(id))?.stored(id));
  }

  async log(id: string, after: number, limit: number): Promise<readonly JobLogLine[]> {
    const { lines } = this.#opened;
    return this.#looked(async () => {
      const line = await lines.having(id);
      const rows = line && (await line.rows(id));
      return rows?.lines.filter((each) => each.line > after).slice(0, limit) ?? [];
    });
  }

  async list(filter: StoreFilter, page: PageRequest): Promise<StorePage> {
    const { listing } = this.#opened;
    return this.#answered(() => listing.page(filter, page));
  }

  async counts(): Promise<readonly StateCount[]> {
    const { listing } = this.#opened;
    return this.#answered(() => listing.counts());
  }

  async cancel(id: string, error: StoredError): Promise<CancelOutcome> {
    const { lines } = this.#opened;
    return this.#answered(async (): Promise<CancelOutcome> => {
      const line = await lines.having(id);
      const found = await line?.get(id);
      if (line === undefined || found === undefined) return 'unknown';
      const { job, state } = found;
      if (state === 'completed' || state === 'failed') return 'ended';
      const data = job.data as BullData;
      if (data.cancelled === undefined)
        await job.updateData({ ...data, cancelled: { error, at: Date.now() } });
      this.#tell(id, 'state');
      if (state === 'active') {
        await lines.tellCancel(id);
        return 'cancelling';
      }
      // A worker ends it for BullMQ when its turn comes, which is soon.
      if (state === 'delayed') await job.promote().catch(() => undefined);
      return 'cancelled';
    });
  }

  async redrive(filter: StoreFilter): Promise<number> {
    const { listing } = this.#opened;
    return this.#answered(() =>
      listing.each(filter, ['dead', 'done'], async (line, job, state) => {
        // A dead job goes on behind its steps, a done one starts again.
        if (state === 'done') await job.clearLogs();
        await job.retry(state === 'done' ? 'completed' : 'failed', { resetAttemptsMade: true });
        this.#tell(job.id ?? '', 'state');
        void line;
      }),
    );
  }

  async remove(filter: StoreFilter): Promise<number> {
    const { listing } = this.#opened;
    return this.#answered(() =>
      listing.each(filter, ['queued', 'delayed', 'done', 'dead', 'cancelled'], async (_, job) => {
        await job.remove();
        this.#tell(job.id ?? '', 'state');
      }),
    );
  }

  async pause(job: string | undefined, paused: boolean): Promise<void> {
    const { lines } = this.#opened;
    await this.#answered(() => lines.pause(job, paused));
    for (const consumption of this.#consumptions) consumption.wake();
  }

  async fire(name: string, tick: number, job: NewJob | undefined): Promise<FireOutcome> {
    const { lines } = this.#opened;
    return this.#answered(async () => {
      const previous = await lines.lastTick(name);
      if (job === undefined || (previous !== undefined && previous >= tick))
        return { fired: false, previous };
      // The time is part of the id, so that of all who fire it, one does.
      const id = job.fresh ? `tick-${hashOf(`${name}\0${tick}`)}` : job.id;
      const [accepted] = await this.submit([{ ...job, id, fresh: false }]);
      await lines.rememberTick(name, tick);
      return { fired: accepted?.outcome === 'accepted', previous };
    });
  }

  async close(): Promise<void> {
    const opened = this.#open;
    if (opened === undefined) return;
    opened.listening.close();
    const closing = Promise.all([...this.#consumptions].map((consumption) => consumption.close()));
    // A server that is away answers no goodbye, and connections that wait for it would keep the process.
    if (!(await settledWithin(closing, GOODBYE_MS)))
      for (const consumption of this.#consumptions) consumption.crash();
    this.#open = undefined;
    await settledWithin(opened.lines.close(), GOODBYE_MS);
    await settledWithin(opened.server.close(), GOODBYE_MS);
  }

  /** For tests: as if the process were killed. */
  async crash(): Promise<void> {
    for (const consumption of this.#consumptions) consumption.crash();
    this.#open?.listening.close();
    await this.#open?.server.close();
    this.#open = undefined;
  }

  async #accepted({ line, given, nonce, options: { jobId: id } }: LineAddition): Promise<AcceptedJob> {
    const known = nonce === undefined ? undefined : await line.known(id, nonce);
    this.#tell(id, 'state');
    return { id, outcome: outcomeOf(given, known) };
  }

  #tell(id: string, kind: StoreEvent['kind']): void {
    this.#hints.next({ id, kind });
  }

  #looked<T>(work: () => Promise<T>): Promise<T> {
    return this.#answered(work, this.#looks);
  }

  async #answered<T>(work: () => Promise<T>, line?: Semaphore): Promise<T> {
    try {
      return await this.#watch.during(work, line);
    } catch (error) {
      if (error instanceof DocktopusError) throw error;
      throw serverFailure(error, this.name);
    }
  }

  get #opened(): Opened {
    if (this.#open !== undefined) return this.#open;
    throw new DocktopusError('queue.unavailable', {
      operation: this.name,
      reason: 'the store is not open',
      hint: 'It is open from the start of the runner until it has stopped',
    });
  }
}

/** By their lines. */
function grouped(jobs: readonly NewJob[]): Iterable<[NewJob, ...NewJob[]]> {
  const groups = new Map<string, [NewJob, ...NewJob[]]>();
  for (const job of jobs) {
    const name = `${job.job} ${job.affinity ?? ''}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [job]);
    else group.push(job);
  }
  return groups.values();
}

function outcomeOf({ idempotency }: NewJob, known: BullData | undefined): AcceptedJob['outcome'] {
  if (known === undefined) return 'accepted';
  const same = idempotency === undefined || known.fingerprint === idempotency.fingerprint;
  return same ? 'deduplicated' : 'key-reused';
}
