import type { ContainerInspect, EngineEvent, EventSubscription } from '../engine/index.ts';
import { DocktopusError, type ErrorCode } from '../errors/index.ts';
import { type CallOptions, withResolvers } from '../scope/index.ts';
import type { Clock } from './clock.ts';
import type { ContainerStatus } from './container-status.ts';
import type { StatusEngine } from './hub/status-hub.ts';

/** A call under way: it first sees the engine's state (`serve`), and its caller hears of it later (`answer`). */
export interface StubCall {
  readonly name: 'inspect' | 'list' | 'ping' | 'events';
  readonly id: string | undefined;
  serve(): void;
  answer(): void;
  fail(code?: ErrorCode): void;
}

export interface StubStream {
  readonly undelivered: EngineEvent[];
  deliver(event: EngineEvent): void;
  cut(): void;
}

/** An engine of which a test decides when each call is served and answered, and which events arrive. */
export class StubEngine implements StatusEngine {
  readonly calls: StubCall[] = [];
  readonly streams: StubStream[] = [];
  /** Every state that each container has had; the serial number is its `RestartCount`. */
  readonly histories = new Map<string, ContainerInspect[]>();
  /** Answers everything by itself, at once. */
  automatic: boolean;
  counts = { inspect: 0, list: 0, ping: 0, events: 0 };
  readonly #clock: Clock;

  constructor(clock: Clock, options: { readonly automatic: boolean } = { automatic: true }) {
    this.#clock = clock;
    this.automatic = options.automatic;
  }

  /** Puts the container into a state, of which the open streams get to know. */
  change(
    id: string,
    status: ContainerStatus | undefined,
    action = 'die',
    facts: Partial<ContainerInspect['State']> = {},
  ): void {
    const history = this.histories.get(id) ?? [];
    this.histories.set(id, history);
    if (status === undefined) history.push(removed);
    else history.push(inspectOf(id, status, history.length, facts));
    const event = { type: 'container', action, id, attributes: {}, timeNano: `${history.length}` };
    for (const stream of [...this.streams]) {
      if (this.automatic) stream.deliver(event);
      else stream.undelivered.push(event);
    }
  }

  current(id: string): ContainerInspect | undefined {
    const last = this.histories.get(id)?.at(-1);
    return last === removed ? undefined : last;
  }

  inspectContainer(id: string, options: CallOptions = {}): Promise<ContainerInspect> {
    return this.#call('inspect', id, options, () => {
      const state = this.current(id);
      if (!state) throw stubError('container.not-found');
      return state;
    });
  }

  listContainers(options: CallOptions = {}) {
    return this.#call('list', undefined, options, () =>
      [...this.histories.keys()].flatMap((id) => {
        const state = this.current(id);
        const names = { Names: [], Image: '', ImageID: '', Created: 0, Status: '', Labels: {} };
        return state ? [{ Id: id, State: state.State.Status, ...names }] : [];
      }),
    );
  }

  ping(options: CallOptions = {}): Promise<void> {
    return this.#call('ping', undefined, options, () => undefined);
  }

  watchEvents(onEvent: (event: EngineEvent) => void, options: CallOptions = {}): Promise<EventSubscription> {
    return this.#call('events', undefined, options, () => this.#openStream(onEvent));
  }

  #openStream(onEvent: (event: EngineEvent) => void): EventSubscription {
    const { promise: ended, resolve: end } = withResolvers<Error | undefined>();
    const stream: StubStream = { undelivered: [], deliver: onEvent, cut: () => close(new Error('cut')) };
    const close = (error?: Error) => {
      const index = this.streams.indexOf(stream);
      if (index >= 0) this.streams.splice(index, 1);
      end(error);
    };
    this.streams.push(stream);
    return { ended, close: () => close(), [Symbol.dispose]: () => close() };
  }

  #call<T>(name: StubCall['name'], id: string | undefined, options: CallOptions, serve: () => T): Promise<T> {
    this.counts[name] += 1;
    return new Promise<T>((resolve, reject) => {
      let served: (() => T) | undefined;
      const done = () => {
        const index = this.calls.indexOf(call);
        if (index >= 0) this.calls.splice(index, 1);
        cancelTimeout();
        options.signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => call.fail('aborted');
      const call: StubCall = {
        name,
        id,
        serve: () => {
          served ??= capture(serve);
        },
        answer: () => {
          call.serve();
          done();
          new Promise<T>((take) => take((served as () => T)())).then(resolve, reject);
        },
        fail: (code = 'engine.failed') => {
          done();
          if (served && name === 'events') (served() as EventSubscription).close();
          reject(stubError(code));
        },
      };
      const { timeoutMs } = options;
      const cancelTimeout = timeoutMs
        ? this.#clock.after(timeoutMs, () => call.fail('timeout'))
        : () => undefined;
      this.calls.push(call);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      if (this.automatic) call.answer();
    });
  }
}

/** The outcome as it is now, to be had later. */
function capture<T>(work: () => T): () => T {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

const removed = inspectOf('', 'dead', 0, {});

export function inspectOf(
  id: string,
  status: ContainerStatus,
  serial: number,
  facts: Partial<ContainerInspect['State']> = {},
): ContainerInspect {
  return {
    Id: id,
    Name: `/${id}`,
    Created: '',
    Image: '',
    Path: '',
    Args: [],
    RestartCount: serial,
    State: {
      Status: status,
      Running: status === 'running',
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: 0,
      ExitCode: 0,
      Error: '',
      StartedAt: '0001-01-01T00:00:00Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      ...facts,
    },
    Config: { Image: '' },
    HostConfig: {},
    NetworkSettings: { Ports: {} },
  };
}

function stubError(code: ErrorCode): DocktopusError {
  return new DocktopusError(code, { operation: 'stub', reason: code });
}
