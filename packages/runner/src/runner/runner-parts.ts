import { DocktopusError } from '@docktopus/core';
import { abortable, settledWithin, startDeadline } from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import { serveCalls } from '../calls/index.ts';
import type { RunnerQueue } from '../durable/index.ts';
import { type HostRouter, hostMount, printHttpAddress, RouteTable } from '../http/index.ts';
import { type JobId, jobIdOf } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { Producer, ProducerHost } from '../producers/index.ts';
import { type BoundRouter, bindRouter } from '../router/index.ts';
import { ComponentGroup, type Supervised } from '../supervision/index.ts';
import { CallDoor } from './call-door.ts';
import { checkJobIds } from './check-job-ids.ts';
import type { RunnerCounters } from './counters.ts';
import type { DashboardSubject, MountedDashboard, ServedDashboard } from './dashboard-module.ts';
import { DurableConsumers } from './durable-consumers.ts';
import { durableCounts } from './durable-counts.ts';
import { Intake } from './intake.ts';
import { mountDashboard } from './mount-dashboard.ts';
import { noQueue } from './no-queue.ts';
import { openDashboard } from './open-dashboard.ts';
import { ResultOutlets } from './result-outlets.ts';
import type { RunnerHost } from './runner-host.ts';
import { type RunnerHttp, serveHttp } from './runner-http.ts';
import type { RunnerLimits } from './runner-options.ts';
import type { RunnerPhase } from './runner-phase.ts';
import type { RunnerPlan } from './runner-plan.ts';
import { runnerQueue } from './runner-queue.ts';
import type { JobSnapshot, RunnerSnapshot } from './runner-snapshot.ts';

type OnFailure = (component: Supervised, error: unknown) => void;

/** What is alive in a runner once its contexts are connected. */
export class RunnerParts {
  readonly log: Logger;
  readonly intake: Intake;
  readonly outlets: ResultOutlets;
  readonly producers: ComponentGroup;
  readonly #services: ComponentGroup;
  readonly #plan: RunnerPlan;
  readonly #host: RunnerHost;
  readonly #counters: RunnerCounters;
  readonly #router: BoundRouter;
  readonly #prepared: Producer[] = [];
  #openingQueue: Promise<void> | undefined;
  readonly queue: RunnerQueue | undefined;
  readonly door: CallDoor;
  http: RunnerHttp | undefined;
  #dashboard: ServedDashboard | undefined;
  #mountedDashboard: MountedDashboard | undefined;
  readonly #routers: HostRouter[] = [];

  /** @throws DocktopusError when a job needs something that cannot be found. */
  constructor(plan: RunnerPlan, limits: RunnerLimits, host: RunnerHost, counters: RunnerCounters) {
    this.#plan = plan;
    this.#host = host;
    this.#counters = counters;
    this.log = host.log;
    this.producers = new ComponentGroup('producer', this.log);
    this.#services = new ComponentGroup('background service', this.log);
    const durable = new DurableConsumers(plan.consumers, this.log);
    this.outlets = new ResultOutlets(plan.consumers, durable, counters, this.log);
    this.#router = durable.bind(bindRouter(plan.router.layer(...plan.layers), host.injector), host);
    this.intake = new Intake({
      ...limits,
      router: this.#router,
      injector: host.injector,
      listener: this.outlets,
    });
    this.queue = runnerQueue(plan, this.#router, host, this.outlets, durable);
    this.outlets.submit = (requests) => this.queue?.submit(requests) ?? Promise.resolve();
    this.door = new CallDoor(this.#router, this.intake, this.queue);
  }

  /**
   * Opens the queue and consumers, prepares producers and serves HTTP; gives up waiting for any of them when `signal`
   * aborts.
   *
   * @throws what one of them fails with; the signal's reason.
   */
  async open(
    phase: () => RunnerPhase,
    snapshot$: Observable<RunnerSnapshot>,
    signal: AbortSignal,
  ): Promise<void> {
    const { injector, environment, watch } = this.#host;
    const until = <T>(promise: T | Promise<T>) => abortable(Promise.resolve(promise), signal);
    checkJobIds(
      this.#producers.map(({ producer }) => producer),
      this.#router,
    );
    this.#openingQueue = this.queue?.open();
    await until(this.#openingQueue);
    await until(this.outlets.open({ injector, log: this.log }));
    const routes = new RouteTable();
    const { bodySchema } = this.#router;
    const isDurable = (jobId: JobId) => this.#isDurable(jobId);
    this.#serveCalls(routes);
    for (const { producer } of this.#producers) {
      this.#prepared.push(producer);
      await until(producer.prepare?.({ injector, log: this.log, routes, bodySchema, isDurable }));
    }
    for (const { context, make } of this.#plan.served) {
      const router = make(injector.resolve(context));
      this.#routers.push(router);
      routes.mount(hostMount(router, context.name));
    }
    const health = {
      healthy: () => phase() !== 'stopped',
      notReady: () => (phase() === 'running' ? watch.complaints() : [`the runner is ${phase()}`]),
    };
    const sources = {
      inFlight: () => this.intake.inFlight,
      dropped: () => ({ producer: this.#counters.droppedCalls, consumer: this.#counters.droppedResults }),
      containers: () => watch.statuses(),
      durable: this.queue && durableCounts(this.#router, this.queue.queue),
    };
    const { log } = this;
    const { http: options, mounted } = this.#plan;
    const dashboard = options?.dashboard;
    const shown = this.#dashboardSubject(snapshot$);
    // The application's server takes requests from the moment that it is told of the routes.
    if (mounted !== undefined)
      this.#mountedDashboard = await mountDashboard(dashboard, shown, { routes, log, signal });
    this.http = await serveHttp({ options, mounted, environment, routes, health, sources, log });
    const address = this.http?.address;
    if (address !== undefined) log.info(`serving HTTP on ${printHttpAddress(address)}`);
    this.outlets.metrics = this.http?.metrics;
    this.#dashboard = await openDashboard(mounted === undefined && dashboard, shown, log);
  }

  /** Resolves when all background services have ended. */
  async runServices(onFailure: OnFailure): Promise<void> {
    const { injector } = this.#host;
    const services = this.#plan.services.map(({ service, options }, index): Supervised => {
      const name = `background service ${options.name ?? (service.name || index)}`;
      const { signal } = this.#services;
      return {
        name,
        restart: options.restart ?? 'fail',
        run: () => service({ signal, injector, log: this.log }),
      };
    });
    await this.#services.run(services, onFailure);
  }

  get hasProducers(): boolean {
    return this.#producers.length > 0;
  }

  /** Resolves when all producers have ended. */
  async runProducers(onFailure: OnFailure): Promise<void> {
    const host = this.#producerHost();
    const producers = this.#producers.map(
      ({ producer, options }): Supervised => ({
        name: `producer ${producer.name}`,
        restart: options.restart ?? 'fail',
        run: () => producer.run(host),
      }),
    );
    await this.producers.run(producers, onFailure);
  }

  /** The plan's, and the one that runs durable jobs. */
  get #producers(): RunnerPlan['producers'] {
    const worker = this.queue?.worker;
    const own = worker === undefined ? [] : [{ producer: worker, options: {} }];
    return [...own, ...this.#plan.producers];
  }

  /** No more calls: producers are told to stop, and callers that wait for a place are refused. */
  stopAccepting(): void {
    this.producers.stop();
    this.intake.close(
      new DocktopusError('runner.state', { operation: 'runner.call', reason: 'the runner is stopping' }),
    );
  }

  /** The producers and background services that run. */
  get running(): readonly string[] {
    return [...this.producers.running, ...this.#services.running];
  }

  /** The jobs, and the calls that none of them is for. */
  jobs(): readonly JobSnapshot[] {
    const { jobs, unrouted } = this.#router;
    return [...jobs, { id: undefined, options: {}, counters: unrouted }].map(({ counters, ...job }) => ({
      ...job,
      counters: { ...counters },
    }));
  }

  /** Resolves when all producers and all accepted calls have ended. */
  async settled(): Promise<void> {
    await Promise.all([this.producers.stopped(), this.intake.empty()]);
  }

  /** Closes the producers that were prepared, within `timeoutMs` milliseconds. A failure is logged. */
  async closeProducers(timeoutMs: number): Promise<void> {
    using deadline = startDeadline({ timeoutMs }, timeoutMs, 'runner', 'producers');
    const closing = this.#prepared.map(async ({ name, close }, index) => {
      try {
        await abortable(Promise.resolve(close?.call(this.#prepared[index])), deadline.signal);
      } catch (error) {
        this.log.error(`producer ${name} failed to close`, { err: error });
      }
    });
    await Promise.all(closing);
  }

  /** Closes the store, within `timeoutMs` milliseconds. A failure is logged. */
  async closeQueue(timeoutMs: number): Promise<void> {
    using deadline = startDeadline({ timeoutMs }, timeoutMs, 'runner', 'queue');
    try {
      // A start that was given up may have left it opening.
      await abortable(Promise.allSettled([this.#openingQueue]), deadline.signal);
      if (this.queue !== undefined) await abortable(this.queue.close(), deadline.signal);
    } catch (error) {
      this.log.error('the queue failed to close', { err: error });
    }
  }

  /** Stops the background services and the HTTP server, within `timeoutMs` milliseconds. */
  async stopServices(timeoutMs: number): Promise<void> {
    using deadline = startDeadline({ timeoutMs }, timeoutMs, 'runner', 'background services');
    this.#services.stop();
    // Its streams end, for which the application's server waits.
    this.#mountedDashboard?.close();
    await Promise.all([
      this.http?.server.close(deadline.signal),
      this.#dashboard?.close(),
      ...this.#routers.map((router) => router.close()),
      settledWithin(this.#services.stopped(), timeoutMs),
    ]);
    const { running } = this.#services;
    if (running.length > 0)
      this.log.warn('background services ignore their signal: the runner goes on without them', {
        services: running,
      });
  }

  #isDurable(jobId: JobId): boolean {
    return this.#router.options(jobId)?.durable === true;
  }

  #serveCalls(routes: RouteTable): void {
    const options = this.#plan.http?.calls;
    if (options === undefined) return;
    const { queue } = this;
    if (queue === undefined) throw noQueue('http.calls');
    serveCalls(routes, options, {
      queue: queue.queue,
      jobIds: this.#router.jobs.filter((job) => job.options.durable === true).map(({ id }) => id),
      maxBodyBytes: queue.payloadBytes,
      injector: this.#host.injector,
      stopping: this.producers.signal,
      submit: async (request) => (await queue.submit([request]))[0]!,
    });
  }

  #dashboardSubject(snapshot$: Observable<RunnerSnapshot>): DashboardSubject {
    const { environment, contexts } = this.#host;
    const { name: blueprint = 'blueprint', dataDir = '.docktopus' } = environment ?? {};
    const { failures$ } = this.outlets;
    const submit: DashboardSubject['submit'] = async (job, body, durable) => {
      const { queue } = this;
      if (queue === undefined) throw noQueue('runner.submit');
      const ids = this.#router.jobs.map(({ id }) => id);
      const [submitted] = await queue.submit([{ jobId: jobIdOf(job, ids), body, durable }]);
      return submitted!;
    };
    return { blueprint, dataDir, contexts, snapshot$, failures$, queue: this.queue?.queue, submit };
  }

  #producerHost(): ProducerHost {
    const { intake, log, door } = this;
    const { injector } = this.#host;
    const { signal } = this.producers;
    return {
      signal,
      injector,
      log,
      container: (name) => this.#host.container(name),
      manages: (container) => this.#host.manages(container),
      get free() {
        return intake.free;
      },
      whenFree: () => intake.whenFree(),
      submit: async (request) => await door.acceptWhenThere(request, signal),
      trySubmit: async (request) => await door.accept(request),
      schedule: (name, jobId) => (this.#isDurable(jobId) ? this.queue?.schedule(name, signal) : undefined),
      dropped: (count) => {
        this.#counters.droppedCalls += count;
      },
    };
  }
}
