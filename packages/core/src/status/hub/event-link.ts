import type { Engine, EngineEvent, EventSubscription } from '../../engine/index.ts';
import type { HubSettings } from './hub-options.ts';
import { idleLink, type LinkEffect, type LinkInput, type LinkState, stepLink } from './link.ts';

export interface LinkListener {
  onEvent(event: EngineEvent): void;
  /** `undefined` when the link is given up for lack of watchers. */
  onConnected(connected: boolean | undefined): void;
  /** The present stream has ended: events from now until the next one are missed. */
  onStreamEnd(): void;
  onLookAtAll(urgent: boolean): void;
}

/** Carries out what {@link stepLink} decides: holds the one event stream, its timers and its watchdog. */
export class EventLink {
  readonly #type: string;
  readonly #engine: Pick<Engine, 'watchEvents' | 'ping'>;
  readonly #settings: HubSettings;
  readonly #listener: LinkListener;
  readonly #timers = new Map<'retry' | 'round' | 'silence', () => void>();
  #state: LinkState = idleLink;
  #abort: AbortController | undefined;
  #heardAt = 0;
  #failure: unknown;

  /** @param type of the events: `'container'`. */
  constructor(
    type: string,
    engine: Pick<Engine, 'watchEvents' | 'ping'>,
    settings: HubSettings,
    listener: LinkListener,
  ) {
    this.#type = type;
    this.#engine = engine;
    this.#settings = settings;
    this.#listener = listener;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Why there is no stream, when the link is not connected. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Aborts when the present stream is closed. */
  get signal(): AbortSignal | undefined {
    return this.#abort?.signal;
  }

  want(wanted: boolean): void {
    this.#take({ kind: wanted ? 'wanted' : 'unwanted' });
    if (!wanted) this.#listener.onConnected(undefined);
  }

  /** The engine has given a sign of life. */
  heard(): void {
    this.#heardAt = this.#settings.clock.now();
  }

  /** Something has changed without an event. */
  deaf(): void {
    this.#take({ kind: 'deaf', turn: this.#state.turn });
  }

  #take(input: LinkInput): void {
    const [state, effects] = stepLink(this.#state, input, this.#settings.backoff);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: LinkEffect): void {
    const { lookAgainMs, silenceMs, clock } = this.#settings;
    switch (effect.kind) {
      case 'open-stream':
        void this.#open(effect.turn);
        return;
      case 'close-stream':
        this.#abort?.abort();
        this.#abort = undefined;
        this.#listener.onStreamEnd();
        return;
      case 'schedule-retry':
        this.#schedule('retry', clock.random() * effect.withinMs, () => this.#take({ kind: 'retry-due' }));
        return;
      case 'schedule-round':
        this.#schedule('round', lookAgainMs, () => this.#take({ kind: 'round-due' }));
        return;
      case 'schedule-silence':
        this.heard();
        this.#schedule('silence', silenceMs, () => this.#listen());
        return;
      case 'stop-timers':
        for (const cancel of this.#timers.values()) cancel();
        this.#timers.clear();
        return;
      case 'ping':
        void this.#ping(effect.turn);
        return;
      case 'look-at-all':
        this.#listener.onLookAtAll(effect.urgent);
        return;
      case 'report':
        this.#listener.onConnected(effect.connected);
        return;
    }
  }

  async #open(turn: number): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    let subscription: EventSubscription;
    try {
      subscription = await this.#engine.watchEvents((event) => this.#onEvent(event, turn), {
        filters: { type: [this.#type] },
        since: overlap(),
        signal: abort.signal,
        timeoutMs: this.#settings.callTimeoutMs,
      });
    } catch (error) {
      // The engine is away, which is reported, and it is tried again.
      if (turn === this.#state.turn) this.#failure = error;
      this.#take({ kind: 'lost', turn });
      return;
    }
    if (abort.signal.aborted) {
      subscription.close();
      return;
    }
    abort.signal.addEventListener('abort', () => subscription.close(), { once: true });
    void subscription.ended.then((reason) => {
      if (turn === this.#state.turn) this.#failure = reason;
      this.#take({ kind: 'lost', turn });
    });
    this.#take({ kind: 'opened', turn });
  }

  #onEvent(event: EngineEvent, turn: number): void {
    if (turn !== this.#state.turn) return;
    this.heard();
    this.#listener.onEvent(event);
  }

  /** The silence timer is not set again at every event; it looks at the last sign of life when it is due. */
  #listen(): void {
    const { clock, silenceMs } = this.#settings;
    const silentMs = clock.now() - this.#heardAt;
    if (silentMs >= silenceMs) this.#take({ kind: 'silent' });
    else this.#schedule('silence', silenceMs - silentMs, () => this.#listen());
  }

  async #ping(turn: number): Promise<void> {
    const { signal } = this;
    try {
      await this.#engine.ping({ signal, timeoutMs: this.#settings.pingTimeoutMs });
    } catch {
      // An engine that does not answer is away, whatever the reason.
      this.#take({ kind: 'ping-unanswered', turn });
      return;
    }
    this.#take({ kind: 'ping-answered', turn });
  }

  #schedule(name: 'retry' | 'round' | 'silence', ms: number, run: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.set(name, this.#settings.clock.after(ms, run));
  }
}

/**
 * Engines send the answer's head before they listen to their own events: what happens between the two is replayed
 * by asking for the last seconds again. Everything is looked at after opening, so no cursor is kept beyond that.
 */
function overlap(): string {
  return `${Math.floor(Date.now() / 1000) - 2}`;
}
