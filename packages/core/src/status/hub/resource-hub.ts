import { Observable } from 'rxjs';
import type { Engine, EngineEvent } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { abortable, type CallOptions, startDeadline } from '../../scope/index.ts';
import { changedSinceLastLook } from './changed-since-last-look.ts';
import { HubConnection } from './hub-connection.ts';
import { type HubOptions, type HubSettings, hubSettings } from './hub-options.ts';
import { type Lane, LookQueue } from './look-queue.ts';
import type { ResourceKind, ResourceSnapshot } from './resource-kind.ts';
import { newRecord, newWaiter, type ResourceRecord, tellWaiters, tellWatchers } from './resource-record.ts';
import { beginLook, endLook, isLookDue, type LookOutcome, loseTrack, wantLook } from './watched.ts';

/** Never surfaces to callers. Shared, because creating an Error captures a stack. */
const DROPPED = new Error('the last watcher has gone');

/**
 * Live status of any number of things of one kind over one event connection, which exists only while somebody watches.
 *
 * Level-triggered: an event says "look again", the truth is an inspect that begins afterwards. Whatever events are
 * lost, doubled or late, the last value that a watcher gets is what the engine says.
 */
export class ResourceHub<S extends ResourceSnapshot, Inspect> implements Disposable {
  readonly #kind: ResourceKind<S, Inspect>;
  readonly #settings: HubSettings;
  readonly #records = new Map<string, ResourceRecord<S>>();
  readonly #queue: LookQueue<ResourceRecord<S>>;
  readonly #connection: HubConnection;
  readonly #failed = new Set<ResourceRecord<S>>();
  #cancelRetry: (() => void) | undefined;
  #heardEvent = false;
  #version = 0;
  #closed = false;

  constructor(
    kind: ResourceKind<S, Inspect>,
    engine: Pick<Engine, 'watchEvents' | 'ping'>,
    options: HubOptions = {},
  ) {
    this.#kind = kind;
    this.#settings = hubSettings(options);
    this.#queue = new LookQueue(this.#settings.parallelLooks, (record, lane) => this.#look(record, lane));
    this.#connection = new HubConnection(kind, engine, this.#settings, {
      onEvent: (event, mayChange) => this.#onEvent(event, mayChange),
      onConnected: (connected) => this.#onConnected(connected),
      onLookAtAll: (urgent) => void this.#lookAtAll(urgent),
    });
  }

  /** Whether the engine is there, from the first attempt on. Watching this alone keeps the connection too. */
  get connected$(): Observable<boolean> {
    return this.#connection.connected$;
  }

  /**
   * The snapshots of one thing: first what an inspect says that begins after the subscription, then every change.
   * While the engine is away, the last known one comes at once, marked `stale`. Completes after the removal of the
   * thing, whose snapshot has the status `undefined`, and when the client is closed.
   *
   * @param id the full id.
   */
  watch(id: string): Observable<S> {
    return new Observable((subscriber) => {
      if (this.#closed) {
        subscriber.complete();
        return;
      }
      const letGo = this.#connection.hold();
      const record = this.#record(id);
      this.#want(record);
      const watcher = { subscriber, fromLook: record.state.wanted, last: undefined };
      record.watchers.add(watcher);
      subscriber.add(() => {
        record.watchers.delete(watcher);
        this.#dropUnneeded(record);
        letGo();
      });
      if (record.state.snapshot?.stale) tellWatchers(this.#kind, record);
    });
  }

  /**
   * Looks at one thing now, tells its watchers, and resolves with what was seen: status `undefined` when it does not
   * exist. For after an own call, so that what it did is known before it returns.
   *
   * @default timeoutMs 10_000
   * @throws DocktopusError what the inspect throws, except for `…not-found`; `engine.closed`.
   */
  async look(id: string, options: CallOptions = {}): Promise<S> {
    if (this.#closed) throw this.#connection.closedError(id);
    using deadline = startDeadline(options, this.#settings.callTimeoutMs, `${this.#kind.kind}.status`, id);
    const record = this.#record(id);
    record.state = wantLook(record.state);
    const waiter = newWaiter<S>(record.state.wanted);
    record.waiters.add(waiter);
    if (isLookDue(record.state)) this.#queue.add(record, 'urgent');
    try {
      return await abortable(waiter.seen, deadline);
    } finally {
      record.waiters.delete(waiter);
      this.#dropUnneeded(record);
    }
  }

  /**
   * The events of one thing with one of these actions, from now on, over the same connection. Completes when the client
   * is closed. What happens while the connection is lost may be missed.
   *
   * @param since tells of what has happened since then as well, in milliseconds since the epoch by the engine's clock,
   *   as far as the connection has heard it or the engine still knows it.
   */
  heard(id: string, actions: readonly string[], since?: number): Observable<EngineEvent> {
    return this.#connection.heard(id, actions, since);
  }

  /**
   * Resolves when the event connection is open, so that {@link heard} misses nothing from now on. For those who watch
   * or listen already: nothing else keeps the connection.
   *
   * @throws DocktopusError why it cannot be opened, and `engine.closed`.
   */
  opened(signal: AbortSignal): Promise<void> {
    return this.#connection.opened(signal);
  }

  /** Closes the connection; watchers complete. Closing twice is fine. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const record of this.#records.values()) {
      for (const waiter of record.waiters) waiter.reject(this.#connection.closedError(record.id));
      for (const { subscriber } of record.watchers) subscriber.complete();
      this.#drop(record);
    }
    this.#cancelRetry?.();
    this.#connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #record(id: string): ResourceRecord<S> {
    const known = this.#records.get(id);
    if (known) return known;
    const record = newRecord<S>(id);
    this.#records.set(id, record);
    return record;
  }

  #dropUnneeded(record: ResourceRecord<S>): void {
    if (record.watchers.size === 0 && record.waiters.size === 0) this.#drop(record);
  }

  #drop(record: ResourceRecord<S>): void {
    if (this.#records.get(record.id) !== record) return;
    this.#records.delete(record.id);
    this.#queue.remove(record);
    this.#failed.delete(record);
    record.abort.abort(DROPPED);
  }

  #onEvent(event: EngineEvent, mayChange: boolean): void {
    this.#heardEvent = true;
    const record = this.#records.get(event.id);
    if (record && mayChange) this.#want(record);
  }

  #onConnected(connected: boolean | undefined): void {
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
  #want(record: ResourceRecord<S>, lane: Lane = 'urgent'): void {
    record.state = wantLook(record.state);
    if (isLookDue(record.state) && this.#connection.state.phase === 'open') this.#queue.add(record, lane);
  }

  async #lookAtAll(urgent: boolean): Promise<void> {
    const { turn } = this.#connection.state;
    const lane = urgent ? 'urgent' : 'routine';
    const known = [...this.#records.values()].filter(({ state }) => state.snapshot);
    const { parallelLooks, callTimeoutMs: timeoutMs } = this.#settings;
    const { signal } = this.#connection;
    // With no more of them than are looked at together there is no order to find.
    const first =
      known.length > parallelLooks
        ? await changedSinceLastLook(this.#kind, known, { timeoutMs, signal })
        : [];
    if (turn !== this.#connection.state.turn) return;
    for (const record of [...first, ...this.#records.values()]) this.#want(record, lane);
    this.#heardEvent = false;
  }

  async #look(record: ResourceRecord<S>, lane: Lane): Promise<void> {
    const before = record.state.snapshot;
    record.state = beginLook(record.state, this.#connection.state.turn);
    const { signal } = record.abort;
    let outcome: LookOutcome<Inspect>;
    let failure: unknown;
    try {
      const { callTimeoutMs: timeoutMs } = this.#settings;
      outcome = { kind: 'seen', inspect: await this.#kind.inspect(record.id, { signal, timeoutMs }) };
    } catch (error) {
      if (isDocktopusError(error) && error.code === `${this.#kind.kind}.not-found`) {
        outcome = { kind: 'gone' };
      } else {
        outcome = { kind: 'failed' };
        failure = error;
      }
    }
    if (signal.aborted) return;
    if (outcome.kind !== 'failed') this.#connection.alive();
    this.#settle(record, outcome, failure);
    // The round has found what events should have told, and not one has come since it began.
    const changed = before !== undefined && record.state.snapshot?.status !== before.status;
    if (lane === 'routine' && changed && !this.#heardEvent) this.#connection.deaf();
  }

  #settle(record: ResourceRecord<S>, outcome: LookOutcome<Inspect>, failure: unknown): void {
    const { turn, connected } = this.#connection.state;
    record.state = endLook(
      this.#kind,
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

  #publish(record: ResourceRecord<S>): void {
    this.#version = Math.max(this.#version, record.state.snapshot?.version ?? 0);
    tellWatchers(this.#kind, record);
  }

  #retryLater(record: ResourceRecord<S>): void {
    this.#failed.add(record);
    this.#cancelRetry ??= this.#settings.clock.after(this.#settings.retryLookMs, () => {
      this.#cancelRetry = undefined;
      const records = [...this.#failed];
      this.#failed.clear();
      for (const each of records) this.#want(each);
    });
  }
}
