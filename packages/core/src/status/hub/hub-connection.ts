import { BehaviorSubject, distinctUntilChanged, filter, Observable, type Subscriber } from 'rxjs';
import type { Engine, EngineEvent } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { abortable, type Deferred, withResolvers } from '../../scope/index.ts';
import { EventLink, type LinkListener } from './event-link.ts';
import { EventListeners } from './event-listeners.ts';
import type { HubSettings } from './hub-options.ts';
import type { LinkState } from './link.ts';
import { RecentEvents } from './recent-events.ts';
import type { ResourceKind, ResourceSnapshot } from './resource-kind.ts';

type EventKind = Pick<ResourceKind<ResourceSnapshot, unknown>, 'kind' | 'mayChange'>;

/** The one event connection of a hub: it exists while something holds it, and what it hears can be listened to. */
export class HubConnection {
  /** Whether the engine is there, from the first attempt on. Watching this alone keeps the connection too. */
  readonly connected$: Observable<boolean>;

  readonly #kind: EventKind;
  readonly #engine: Pick<Engine, 'watchEvents' | 'ping'>;
  readonly #settings: HubSettings;
  readonly #link: EventLink;
  readonly #connected = new BehaviorSubject<boolean | undefined>(undefined);
  readonly #listeners = new EventListeners();
  readonly #recent = new RecentEvents();
  readonly #awaitingOpen = new Set<Deferred<void>>();
  #holds = 0;
  #settling = false;
  #closed = false;

  constructor(
    kind: EventKind,
    engine: Pick<Engine, 'watchEvents' | 'ping'>,
    settings: HubSettings,
    hub: Pick<LinkListener, 'onConnected' | 'onLookAtAll'> & {
      onEvent(event: EngineEvent, mayChange: boolean): void;
    },
  ) {
    this.#kind = kind;
    this.#engine = engine;
    this.#settings = settings;
    this.#link = new EventLink(kind.kind, engine, settings, {
      onEvent: (event) => {
        const mayChange = kind.mayChange(event);
        if (mayChange) {
          this.#recent.remember(event);
          this.#listeners.tell(event);
        }
        hub.onEvent(event, mayChange);
      },
      onConnected: (connected) => {
        this.#connected.next(connected);
        if (!connected) this.#settleOpen(this.#link.failure);
        hub.onConnected(connected);
      },
      onStreamEnd: () => this.#recent.forget(),
      onLookAtAll: (urgent) => {
        if (urgent) this.#settleOpen();
        hub.onLookAtAll(urgent);
      },
    });
    this.connected$ = new Observable((subscriber) => {
      const letGo = this.hold();
      const known = this.#connected.pipe(
        filter((connected) => connected !== undefined),
        distinctUntilChanged(),
      );
      subscriber.add(known.subscribe(subscriber));
      return letGo;
    });
  }

  get state(): LinkState {
    return this.#link.state;
  }

  /** Aborts when the present stream is closed. */
  get signal(): AbortSignal | undefined {
    return this.#link.signal;
  }

  /** The engine has given a sign of life. */
  alive(): void {
    this.#link.heard();
  }

  /** Something has changed without an event. */
  deaf(): void {
    this.#link.deaf();
  }

  /** Keeps the link while at least one hold exists. Decided a microtask later: a switch from one to another keeps it. */
  hold(): () => void {
    this.#holds += 1;
    this.#settleLink();
    return () => {
      this.#holds -= 1;
      this.#settleLink();
    };
  }

  /** See {@link ResourceHub.heard}. */
  heard(id: string, actions: readonly string[], since?: number): Observable<EngineEvent> {
    return new Observable((subscriber) => {
      if (this.#closed) {
        subscriber.complete();
        return;
      }
      subscriber.add(this.hold());
      subscriber.add(this.#listeners.add(id, actions, subscriber));
      if (since === undefined) return;
      if (!this.#recent.coversRun(id, since)) subscriber.add(this.#replay(id, actions, since, subscriber));
      for (const event of this.#recent.of(id, since)) {
        if (actions.includes(event.action)) subscriber.next(event);
      }
    });
  }

  /** See {@link ResourceHub.opened}. */
  async opened(signal: AbortSignal): Promise<void> {
    if (this.#closed) throw this.closedError();
    if (this.state.phase === 'open') return;
    const open = withResolvers<void>();
    this.#awaitingOpen.add(open);
    try {
      await abortable(open.promise, signal);
    } finally {
      this.#awaitingOpen.delete(open);
    }
  }

  close(): void {
    this.#closed = true;
    this.#listeners.complete();
    this.#settleOpen(this.closedError());
    this.#link.want(false);
    this.#connected.complete();
  }

  closedError(id?: string): DocktopusError {
    return new DocktopusError('engine.closed', {
      operation: `${this.#kind.kind}.status`,
      subject: id,
      reason: 'the Docker client has been closed',
    });
  }

  #settleLink(): void {
    if (this.#settling || this.#closed) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      if (!this.#closed) this.#link.want(this.#holds > 0);
    });
  }

  /** Tells those who wait for the stream that it is open, or why it is not. */
  #settleOpen(failure?: unknown): void {
    for (const awaiting of this.#awaitingOpen) {
      if (failure === undefined) awaiting.resolve();
      else awaiting.reject(failure);
    }
    this.#awaitingOpen.clear();
  }

  /** Asks the engine for what it still knows: an answer that ends at once, and no second connection. */
  #replay(
    id: string,
    actions: readonly string[],
    since: number,
    subscriber: Subscriber<EngineEvent>,
  ): () => void {
    const { kind } = this.#kind;
    const abort = new AbortController();
    const onEvent = (event: EngineEvent) => subscriber.next(event);
    this.#engine
      .watchEvents(onEvent, {
        filters: { type: [kind], [kind]: [id], event: actions },
        since: (since / 1_000).toFixed(3),
        until: (Date.now() / 1_000).toFixed(3),
        signal: abort.signal,
        timeoutMs: this.#settings.callTimeoutMs,
      })
      // The engine is away: what the connection hears when it is back is all that there is.
      .catch(() => undefined);
    return () => abort.abort();
  }
}
