import { BehaviorSubject, distinctUntilChanged, filter, Observable } from 'rxjs';
import type { Engine, EngineEvent } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { abortable, type CallOptions, startDeadline } from '../../scope/index.ts';
import type { ContainerSnapshot } from '../container-snapshot.ts';
import { EventLink } from './event-link.ts';
import { listedOtherwise } from './listed-otherwise.ts';
import { type Lane, LookQueue } from './look-queue.ts';
import { mayChangeState } from './may-change-state.ts';
import { type StatusHubOptions, type StatusHubSettings, statusHubSettings } from './status-hub-options.ts';
import { newRecord, newWaiter, type StatusRecord, tellWaiters, tellWatchers } from './status-record.ts';
import { beginLook, endLook, isLookDue, type LookOutcome, loseTrack, wantLook } from './watched.ts';

/** Nobody sees it: one for all of them, because each new one would take a stack. */
const DROPPED = new Error('nobody wants to know any longer');

/** The calls that live status is made of. */
export type StatusEngine = Pick<Engine, 'watchEvents' | 'listContainers' | 'inspectContainer' | 'ping'>;

/**
 * Live status of any number of containers over one event connection, which exists only while somebody watches.
 *
 * Level-triggered: an event says "look again", the truth is an inspect that begins afterwards. Whatever events are
 * lost, doubled or late, the last value that a watcher gets is what the engine says.
 */
export class StatusHub implements Disposable {
  /**
   * Whether the engine is there, from the first attempt on. Watching this alone keeps the connection too.
   */
  readonly connected$: Observable<boolean>;

  readonly #engine: StatusEngine;
  readonly #settings: StatusHubSettings;
  readonly #records = new Map<string, StatusRecord>();
  readonly #queue: LookQueue<StatusRecord>;
  readonly #link: EventLink;
  readonly #connected = new BehaviorSubject<boolean | undefined>(undefined);
  readonly #failed = new Set<StatusRecord>();
  #cancelRetry: (() => void) | undefined;
  #heardEvent = false;
  #holds = 0;
  #settling = false;
  #version = 0;
  #closed = false;

  constructor(engine: StatusEngine, options: StatusHubOptions = {}) {
    this.#engine = engine;
    this.#settings = statusHubSettings(options);
    this.#queue = new LookQueue(this.#settings.parallelLooks, (record, lane) => this.#look(record, lane));
    this.#link = new EventLink(engine, this.#settings, {
      onEvent: (event) => this.#onEvent(event),
      onConnected: (connected) => this.#onConnected(connected),
      onLookAtAll: (urgent) => void this.#lookAtAll(urgent),
    });
    this.connected$ = new Observable((subscriber) => {
      const letGo = this.#hold();
      const known = this.#connected.pipe(
        filter((connected) => connected !== undefined),
        distinctUntilChanged(),
      );
      subscriber.add(known.subscribe(subscriber));
      return letGo;
    });
  }

  /**
   * The container's snapshots: first what an inspect says that begins after the subscription, then every change.
   * While the engine is away, the last known one comes at once, marked `stale`. Completes after the container's
   * removal, whose snapshot has the status `undefined`, and when the client is closed.
   *
   * @param id the full id.
   */
  watch(id: string): Observable<ContainerSnapshot> {
    return new Observable((subscriber) => {
      if (this.#closed) {
        subscriber.complete();
        return;
      }
      const letGo = this.#hold();
      const record = this.#record(id);
      this.#want(record);
      const watcher = { subscriber, fromLook: record.state.wanted, last: undefined };
      record.watchers.add(watcher);
      subscriber.add(() => {
        record.watchers.delete(watcher);
        this.#dropUnneeded(record);
        letGo();
      });
      if (record.state.snapshot?.stale) tellWatchers(record);
    });
  }

  /**
   * Looks at the container now, tells its watchers, and resolves with what was seen: status `undefined` when there is
   * no such container. For after an own call, so that what it did is known before it returns.
   *
   * @default timeoutMs 10_000
   * @throws DocktopusError what the engine's inspect throws, but for `container.not-found`; `engine.closed`.
   */
  async look(id: string, options: CallOptions = {}): Promise<ContainerSnapshot> {
    if (this.#closed) throw closedError(id);
    using deadline = startDeadline(options, this.#settings.callTimeoutMs, 'container.status', id);
    const record = this.#record(id);
    record.state = wantLook(record.state);
    const waiter = newWaiter(record.state.wanted);
    record.waiters.add(waiter);
    if (isLookDue(record.state)) this.#queue.add(record, 'urgent');
    try {
      return await abortable(waiter.seen, deadline.signal);
    } finally {
      record.waiters.delete(waiter);
      this.#dropUnneeded(record);
    }
  }

  /** Closes the connection; watchers complete. Closing twice is fine. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const record of this.#records.values()) {
      for (const waiter of record.waiters) waiter.reject(closedError(record.id));
      for (const { subscriber } of record.watchers) subscriber.complete();
      this.#drop(record);
    }
    this.#link.want(false);
    this.#cancelRetry?.();
    this.#connected.complete();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #record(id: string): StatusRecord {
    const known = this.#records.get(id);
    if (known) return known;
    const record = newRecord(id);
    this.#records.set(id, record);
    return record;
  }

  #dropUnneeded(record: StatusRecord): void {
    if (record.watchers.size === 0 && record.waiters.size === 0) this.#drop(record);
  }

  #drop(record: StatusRecord): void {
    if (this.#records.get(record.id) !== record) return;
    this.#records.delete(record.id);
    this.#queue.remove(record);
    this.#failed.delete(record);
    record.abort.abort(DROPPED);
  }

  /** Keeps the link while at least one hold exists. Decided a microtask later: a switch from one to another keeps it. */
  #hold(): () => void {
    this.#holds += 1;
    this.#settleLink();
    return () => {
      this.#holds -= 1;
      this.#settleLink();
    };
  }

  #settleLink(): void {
    if (this.#settling || this.#closed) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      if (!this.#closed) this.#link.want(this.#holds > 0);
    });
  }

  #onEvent(event: EngineEvent): void {
    this.#heardEvent = true;
    const record = this.#records.get(event.id);
    if (record && mayChangeState(event)) this.#want(record);
  }

  #onConnected(connected: boolean | undefined): void {
    this.#connected.next(connected);
    if (connected) return;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#failed.clear();
    if (connected === undefined) return;
    for (const record of this.#records.values()) {
      record.state = loseTrack(record.state);
      this.#publish(record);
    }
  }

  /** Without an open stream only looks that somebody waits for are carried out; opening it looks at everything. */
  #want(record: StatusRecord, lane: Lane = 'urgent'): void {
    record.state = wantLook(record.state);
    if (isLookDue(record.state) && this.#link.state.phase === 'open') this.#queue.add(record, lane);
  }

  async #lookAtAll(urgent: boolean): Promise<void> {
    const { turn } = this.#link.state;
    const lane = urgent ? 'urgent' : 'routine';
    const known = [...this.#records.values()].filter(({ state }) => state.snapshot);
    const { parallelLooks, callTimeoutMs: timeoutMs } = this.#settings;
    const { signal } = this.#link;
    // With no more of them than are looked at together there is no order to find.
    const first =
      known.length > parallelLooks ? await listedOtherwise(this.#engine, known, { timeoutMs, signal }) : [];
    if (turn !== this.#link.state.turn) return;
    for (const record of [...first, ...this.#records.values()]) this.#want(record, lane);
    this.#heardEvent = false;
  }

  async #look(record: StatusRecord, lane: Lane): Promise<void> {
    const before = record.state.snapshot;
    record.state = beginLook(record.state, this.#link.state.turn);
    const { signal } = record.abort;
    let outcome: LookOutcome;
    let failure: unknown;
    try {
      const inspect = await this.#engine.inspectContainer(record.id, {
        signal,
        timeoutMs: this.#settings.callTimeoutMs,
      });
      outcome = { kind: 'seen', inspect };
    } catch (error) {
      if (isDocktopusError(error, 'container.not-found')) outcome = { kind: 'gone' };
      else {
        outcome = { kind: 'failed' };
        failure = error;
      }
    }
    if (signal.aborted) return;
    if (outcome.kind !== 'failed') this.#link.heard();
    this.#settle(record, outcome, failure);
    // The round has found what events should have told, and not one has come since it began.
    const changed = before !== undefined && record.state.snapshot?.status !== before.status;
    if (lane === 'routine' && changed && !this.#heardEvent) this.#link.deaf();
  }

  #settle(record: StatusRecord, outcome: LookOutcome, failure: unknown): void {
    const { turn, connected } = this.#link.state;
    record.state = endLook(
      record.state,
      outcome,
      { turn, away: connected === false },
      record.id,
      this.#version,
    );
    this.#publish(record);
    tellWaiters(record, failure);
    if (outcome.kind === 'gone') {
      for (const { subscriber } of record.watchers) subscriber.complete();
    }
    if (record.waiters.size > 0) this.#queue.add(record, 'urgent');
    else if (outcome.kind === 'failed' && connected) this.#retryLater(record);
    else if (isLookDue(record.state)) this.#want(record);
    this.#dropUnneeded(record);
  }

  #publish(record: StatusRecord): void {
    this.#version = Math.max(this.#version, record.state.snapshot?.version ?? 0);
    tellWatchers(record);
  }

  #retryLater(record: StatusRecord): void {
    this.#failed.add(record);
    this.#cancelRetry ??= this.#settings.clock.after(this.#settings.retryLookMs, () => {
      this.#cancelRetry = undefined;
      const records = [...this.#failed];
      this.#failed.clear();
      for (const each of records) this.#want(each);
    });
  }
}

function closedError(id: string): DocktopusError {
  return new DocktopusError('engine.closed', {
    operation: 'container.status',
    subject: id,
    reason: 'the Docker client has been closed',
  });
}
