import {
  BehaviorSubject,
  distinctUntilChanged,
  first,
  firstValueFrom,
  type Observable,
  type Subscription,
} from 'rxjs';
import {
  type Container,
  RUN_OPTIONS,
  type RunOptions,
  type RunResult,
  runCommand,
  slotOf,
} from '../container/index.ts';
import { CALL_OPTIONS, checkOptions } from '../input/index.ts';
import {
  abortable,
  type CallOptions,
  startDeadline,
  throwAll,
  WaitingLine,
  withLaterFailures,
} from '../scope/index.ts';
import { isActive } from '../status/index.ts';
import { ContainerPool } from './container-pool.ts';
import { Lease } from './lease.ts';
import { poolClosed, poolExhausted, poolNotReady } from './pool-errors.ts';
import { type PoolOptions, type PoolSettings, poolSettings } from './pool-options.ts';
import { planPool } from './pool-plan.ts';
import type { PoolState } from './pool-state.ts';

/** What a pool makes its containers with. */
export interface PoolSource {
  /** An empty slot for one more. */
  make(): Container;
  /** Starts it; resolves when it is ready. */
  start(container: Container, signal: AbortSignal): Promise<void>;
}

interface Member {
  readonly container: Container;
  phase: 'starting' | 'warm' | 'leased' | 'leaving';
  warmSince: number;
  watch: Subscription | undefined;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;

/** What `ctx.pool()` returns. */
export class WarmPool extends ContainerPool {
  readonly name: string;
  readonly state$: Observable<PoolState>;
  readonly #source: PoolSource;
  readonly #settings: PoolSettings;
  readonly #members = new Set<Member>();
  readonly #waiting = new WaitingLine<Lease>();
  readonly #state: BehaviorSubject<PoolState>;
  readonly #ended = new AbortController();
  #failure: unknown;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: NodeJS.Timeout | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(name: string, source: PoolSource, options: PoolOptions = {}) {
    super();
    this.name = name;
    this.#source = source;
    this.#settings = poolSettings(options, name);
    this.#state = new BehaviorSubject(this.#look());
    this.state$ = this.#state.pipe(distinctUntilChanged(sameState));
    this.#tend();
  }

  get state(): PoolState {
    return this.#state.value;
  }

  async lease(options: CallOptions = {}): Promise<Lease> {
    checkOptions(options, CALL_OPTIONS, 'pool.lease', this.name);
    if (this.#closing !== undefined) throw poolClosed(this.name);
    const [next] = this.#phase('warm');
    if (next !== undefined) return this.#hand(next);
    using deadline = startDeadline(options, 30_000, 'pool.lease', this.name);
    const granted = this.#waiting.wait(deadline.signal);
    this.#tend();
    try {
      return await granted;
    } catch (error) {
      this.#tend();
      throw deadline.signal.aborted
        ? poolExhausted(error, this.name, this.#look(), this.#settings.max)
        : error;
    }
  }

  /** A started container that is its caller's from now on: the pool neither counts nor removes it. */
  async take(options: CallOptions = {}): Promise<Container> {
    const { container } = await this.lease(options);
    for (const member of this.#members) if (member.container === container) this.#members.delete(member);
    this.#tend();
    return container;
  }

  async run(cmd: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    checkOptions(options, RUN_OPTIONS, 'pool.run', this.name);
    const lease = await this.lease({ signal: options.signal });
    let result: RunResult;
    try {
      result = await runCommand(slotOf(lease.container), cmd, options);
    } catch (error) {
      const later = await lease.release().then(
        () => [],
        (problem: unknown) => [problem],
      );
      throw withLaterFailures(error, later, 'the container of the pool could not be removed');
    }
    await lease.release();
    return result;
  }

  async ready(options: CallOptions = {}): Promise<void> {
    checkOptions(options, CALL_OPTIONS, 'pool.ready', this.name);
    using deadline = startDeadline(options, 60_000, 'pool.ready', this.name);
    const isFull = ({ warm }: PoolState) => warm >= this.#settings.min;
    const full = firstValueFrom(this.state$.pipe(first(isFull)), { defaultValue: undefined });
    // The state ends with the pool only.
    const state = await abortable(
      full.catch(() => undefined),
      deadline.signal,
    ).catch((error: unknown) => {
      throw poolNotReady(error, this.name, this.#look(), this.#settings.min);
    });
    if (state === undefined) throw poolClosed(this.name);
  }

  close(options: Pick<CallOptions, 'signal'> = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Starts missing containers and removes spare ones; called after every change. */
  #tend(): void {
    this.#state.next(this.#look());
    if (this.#closing !== undefined) return;
    const { start, spare } = planPool({ ...this.#count(), waiting: this.#waiting.length }, this.#settings);
    const mayStart = this.#retryTimer === undefined || this.#waiting.length > 0;
    if (mayStart) for (let i = 0; i < start; i += 1) void this.#startOne();
    clearTimeout(this.#idleTimer);
    if (spare > 0) this.#trimLater();
  }

  async #startOne(): Promise<void> {
    let container: Container;
    try {
      container = this.#source.make();
    } catch (error) {
      this.#startFailed(error);
      return;
    }
    const member: Member = { container, phase: 'starting', warmSince: 0, watch: undefined };
    this.#members.add(member);
    this.#state.next(this.#look());
    try {
      await this.#source.start(member.container, this.#ended.signal);
    } catch (error) {
      this.#startFailed(error);
      // What a failed start has left, if anything; the failure itself is what callers hear of.
      await this.#drop(member).catch(() => undefined);
      return;
    }
    if (this.#closing !== undefined) return;
    this.#failure = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    member.phase = 'warm';
    member.warmSince = performance.now();
    if (this.#waiting.length > 0) {
      this.#waiting.serve(this.#hand(member));
      return;
    }
    member.watch = member.container.state$.subscribe(({ status, stale }) => {
      // A container that dies while it waits is of no use.
      if (!stale && !isActive(status) && member.phase === 'warm') this.#drop(member).catch(() => undefined);
    });
    this.#tend();
  }

  #startFailed(error: unknown): void {
    if (this.#closing !== undefined) return;
    this.#failure = error;
    this.#waiting.refuse(error);
    this.#retryTimer ??= setTimeout(() => {
      this.#retryTimer = undefined;
      this.#tend();
    }, this.#retryMs).unref();
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #hand(member: Member): Lease {
    member.phase = 'leased';
    member.watch?.unsubscribe();
    this.#state.next(this.#look());
    // The caller goes first; the next container starts right after.
    setImmediate(() => this.#tend());
    return new Lease(member.container, () => this.#drop(member));
  }

  async #drop(member: Member, signal?: AbortSignal): Promise<void> {
    member.phase = 'leaving';
    member.watch?.unsubscribe();
    this.#tend();
    try {
      await member.container.remove({ force: true, signal });
    } finally {
      // The context removes what cannot be removed here, so it takes up no room any more.
      this.#members.delete(member);
      this.#tend();
    }
  }

  #trimLater(): void {
    const [oldest] = this.#phase('warm');
    const idleMs = oldest === undefined ? 0 : performance.now() - oldest.warmSince;
    this.#idleTimer = setTimeout(
      () => {
        if (oldest?.phase === 'warm') this.#drop(oldest).catch(() => undefined);
      },
      Math.max(0, this.#settings.idleMs - idleMs),
    ).unref();
  }

  async #close({ signal }: Pick<CallOptions, 'signal'>): Promise<void> {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#idleTimer);
    this.#ended.abort(poolClosed(this.name));
    this.#waiting.refuseAll(poolClosed(this.name));
    const failures: unknown[] = [];
    const removals = [...this.#members].map((member) => {
      return this.#drop(member, signal).catch((error: unknown) => void failures.push(error));
    });
    await Promise.all(removals);
    this.#state.complete();
    throwAll(failures, `${this.name}: ${failures.length} containers could not be removed`);
  }

  /** Members in the order in which they were made. */
  #phase(phase: Member['phase']): Member[] {
    return [...this.#members].filter((member) => member.phase === phase);
  }

  #count() {
    const counts = { starting: 0, warm: 0, leased: 0, leaving: 0 };
    for (const { phase } of this.#members) counts[phase] += 1;
    return counts;
  }

  #look(): PoolState {
    const { leaving: _, ...counts } = this.#count();
    return { ...counts, waiting: this.#waiting.length, failure: this.#failure };
  }
}

function sameState(a: PoolState, b: PoolState): boolean {
  return (Object.keys(a) as (keyof PoolState)[]).every((key) => a[key] === b[key]);
}
