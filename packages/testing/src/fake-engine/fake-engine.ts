import type { Readable } from 'node:stream';
import type { EngineRequest, EngineResponse, EngineTransport } from '@docktopus/core/engine';
import { EngineRestart } from './containers/engine-restart.ts';
import { FakeContainers } from './containers/fake-containers.ts';
import type { FakeHost } from './containers/fake-host.ts';
import { EventLog, type FakeEvent } from './event-log.ts';
import { FakeClock } from './fake-clock.ts';
import type { FakeEngineOptions } from './fake-engine-options.ts';
import { checkFakeOptions, checkGiven } from './fake-input.ts';
import { FakeNetworks } from './fake-networks.ts';
import { type FakeOperation, routesOf } from './fake-routes.ts';
import { FakeVolumes } from './fake-volumes.ts';
import type { Fault, FaultOptions } from './faults/fault.ts';
import { connectionRefused, connectionReset, FaultButtons } from './faults/fault-buttons.ts';
import { PullFailures } from './faults/pull-failures.ts';
import { HostPorts } from './host-port.ts';
import { EngineFailure } from './http/engine-failure.ts';
import { failure, json, type Reply } from './http/reply.ts';
import { type MatchedRoute, routeMatcher } from './http/route-table.ts';
import type { FakeImageScript } from './images/fake-image.ts';
import { FakeImages } from './images/fake-images.ts';
import { type ListeningEngine, listenOn } from './listen.ts';
import type { FakeProgram } from './process/fake-program.ts';
import { API_VERSION, FAKE_VERSION } from './routes/system-routes.ts';

/**
 * A Docker engine in memory, for tests: it answers the engine's HTTP API where the client would open a socket, so
 * everything above the connection is the real thing.
 *
 * Containers run programs that a test writes as functions, or the commands of a small shell. Time, failures and
 * lost connections are in the test's hand.
 */
export class FakeEngine implements EngineTransport, AsyncDisposable {
  readonly endpoint: string = 'fake://memory';
  readonly #clock: FakeClock;
  readonly #events: EventLog;
  readonly #images: FakeImages;
  readonly #ports: HostPorts;
  readonly #containers: FakeContainers;
  readonly #faults: FaultButtons;
  readonly #match: (request: EngineRequest) => MatchedRoute | undefined;
  readonly #operations: readonly string[];
  readonly #containerPrograms = new Map<string, FakeProgram>();
  readonly #open = new Set<Readable>();
  readonly #restart = new EngineRestart();
  readonly #pullFailures = new PullFailures();
  #pid = 1000;
  #down = false;

  constructor(options: FakeEngineOptions = {}) {
    checkFakeOptions(options);
    this.#clock = new FakeClock(options.time !== 'manual');
    this.#events = new EventLog(this.#clock);
    this.#images = new FakeImages(this.#clock, this.#events);
    this.#ports = new HostPorts(options.ports ?? 'chosen');
    const host: FakeHost = {
      clock: this.#clock,
      events: this.#events,
      images: this.#images,
      networks: new FakeNetworks(this.#clock, this.#events),
      volumes: new FakeVolumes(this.#clock, this.#events),
      ports: this.#ports,
      nextPid: () => (this.#pid += 1),
      containerPrograms: this.#containerPrograms,
    };
    this.#containers = new FakeContainers(host);
    this.#faults = new FaultButtons(this.#clock);
    const routes = routesOf(host, this.#containers, () => this.#pullFailures.next());
    this.#operations = [...Object.keys(routes), '*'];
    this.#match = routeMatcher(routes);
    for (const name of ['docktopus/busybox:1.35', 'busybox:1.36', 'busybox:latest']) this.image(name, {});
    for (const [name, script] of Object.entries(options.images ?? {})) this.image(name, script);
  }

  /** Says what containers of an image do; a function alone is its main program. */
  image(reference: string, script: FakeProgram | FakeImageScript): this {
    this.#check('image', { reference, script });
    this.#images.define(reference, typeof script === 'function' ? { run: script } : script);
    return this;
  }

  /** Says what the container of this name does, whatever its image; from its next start. */
  container(name: string, program: FakeProgram): this {
    this.#check('container', { name, program });
    this.#containerPrograms.set(name, program);
    return this;
  }

  /** Moves the engine's time forward by `ms`; resolves when everything that fell due has happened. */
  advance(ms: number): Promise<void> {
    this.#check('advance', { ms });
    return this.#clock.advance(ms);
  }

  /** Milliseconds since the epoch in the engine's time. */
  get now(): number {
    return this.#clock.now();
  }

  /** The last events, oldest first; at most 256, as the engine remembers them. */
  get events(): readonly FakeEvent[] {
    return this.#events.past;
  }

  /** Requests of `operation` get no answer; undone, they go on. */
  hang(operation: FakeOperation, options: FaultOptions = {}): Fault {
    this.#check('hang', { operation, options });
    return this.#faults.hang(operation, options);
  }

  /** Requests of `operation` are answered with this status and message, and have no effect. */
  fail(
    operation: FakeOperation,
    status: number,
    message = 'made to fail',
    options: FaultOptions = {},
  ): Fault {
    this.#check('fail', { operation, status, message, options });
    return this.#faults.fail(operation, status, message, options);
  }

  /** Answers of `operation` lose their connection after so many bytes of the body. */
  cut(operation: FakeOperation, afterBytes: number, options: FaultOptions = {}): Fault {
    this.#check('cut', { operation, afterBytes, options });
    return this.#faults.cut(operation, afterBytes, options);
  }

  /** Every answer, or those of one operation, comes `ms` later. */
  slow(ms: number, operation: FakeOperation = '*', options: FaultOptions = {}): Fault {
    this.#check('slow', { ms, operation, options });
    return this.#faults.slow(ms, operation, options);
  }

  /** The next `count` events are neither told nor remembered. */
  dropEvents(count: number): void {
    this.#check('dropEvents', { count });
    this.#events.drop(count);
  }

  /** Pulls fail; the default is what a machine without a registry says. */
  pullFails(
    message = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    pullOptions: FaultOptions & { readonly status?: number } = {},
  ): Fault {
    this.#check('pullFails', { message, pullOptions });
    const { status = 500, times = Number.POSITIVE_INFINITY } = pullOptions;
    return this.#pullFailures.add({ status, message }, times);
  }

  /** The process of a container is killed from outside, by the kernel with `oom`. */
  kill(idOrName: string, killOptions: { readonly oom?: boolean } = {}): void {
    this.#check('kill', { idOrName, killOptions });
    this.#containers.get(idOrName).die(137, killOptions.oom ?? false);
  }

  /** The process of a container ends by itself, with this exit code. */
  exit(idOrName: string, exitCode: number): void {
    this.#check('exit', { idOrName, exitCode });
    this.#containers.get(idOrName).die(exitCode);
  }

  /** What the health check of a container finds from now on; `undefined` lets it look for itself again. */
  health(idOrName: string, verdict: 'healthy' | 'unhealthy' | undefined): void {
    this.#check('health', { idOrName, verdict });
    this.#containers.get(idOrName).forceHealth(verdict);
  }

  /** The engine goes away: its containers end, connections are reset, and new ones are refused. */
  async stop(): Promise<void> {
    await this.#restart.stop(this.#containers.all);
    this.#down = true;
    this.#reset();
    this.#events.forget();
  }

  /** The engine comes back, and starts what its restart policies say. */
  async start(): Promise<void> {
    this.#down = false;
    await this.#restart.start(this.#containers.all);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Serves it on a unix socket as well, for other processes: `await using listening = await fake.listen('/tmp/x.sock')`. */
  listen(socketPath: string): Promise<ListeningEngine> {
    this.#check('listen', { socketPath });
    return listenOn(this, socketPath);
  }

  async request(request: EngineRequest): Promise<EngineResponse> {
    request.signal.throwIfAborted();
    if (this.#down) throw connectionRefused(this.endpoint);
    const release = this.#clock.hold();
    try {
      const reply = await untilAborted(this.#answer(request), request.signal);
      this.#track(reply, request.signal, release);
      return reply;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** One client has closed. Others go on: what each has under way ends by the signals of its requests. */
  close(): void {}

  /** Ends every container, frees every port, and forgets what was planned. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#reset();
    for (const container of this.#containers.all) container.process?.end(137);
    this.#ports.close();
    this.#clock.close();
  }

  #check(call: string, given: Parameters<typeof checkGiven>[1]): void {
    checkGiven(call, given, this.#operations);
  }

  #reset(): void {
    for (const body of this.#open) body.destroy(connectionReset());
  }

  async #answer(request: EngineRequest): Promise<Reply> {
    const found = this.#match(request);
    if (found === undefined) return this.#withHeaders(json(404, { message: 'page not found' }));
    try {
      const after = await this.#faults.before(found.operation);
      if (this.#down) throw connectionReset();
      const reply = await found.handler(found.call);
      return this.#withHeaders(after(reply));
    } catch (error) {
      if (error instanceof EngineFailure) return this.#withHeaders(failure(error));
      throw error;
    }
  }

  #withHeaders(reply: Reply): Reply {
    const common = {
      'api-version': API_VERSION,
      'docker-experimental': 'false',
      ostype: 'linux',
      server: `Docktopus-Fake/${FAKE_VERSION} (linux)`,
    };
    return { ...reply, headers: { ...common, ...reply.headers } };
  }

  #track({ body }: Reply, signal: AbortSignal, release: () => void): void {
    this.#open.add(body);
    const abort = () => body.destroy(signal.reason instanceof Error ? signal.reason : connectionReset());
    signal.addEventListener('abort', abort, { once: true });
    const done = () => {
      release();
      this.#open.delete(body);
      signal.removeEventListener('abort', abort);
    };
    body.once('close', done).once('end', done);
    // As with a real connection: a failure without a listener yet must not end the process.
    body.on('error', done);
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
