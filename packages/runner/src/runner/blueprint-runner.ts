import { type BlueprintEnvironment, type DockerContext, DocktopusError } from '@docktopus/core';
import {
  type Constructor,
  checkOptions,
  type InjectionToken,
  type Provider,
  readMilliseconds,
} from '@docktopus/core/kit';
import type { Observable } from 'rxjs';
import type { ConsumerLike, ConsumerOptions } from '../consumers/index.ts';
import type { JobStore, QueueOptions, SubmittedJob } from '../durable/index.ts';
import { jobRouter } from '../handler/index.ts';
import { type HostRouter, type HttpAddress, MountedHttp } from '../http/index.ts';
import type { JobId, Layer } from '../job/index.ts';
import type { ProducerLike, ProducerOptions } from '../producers/index.ts';
import type { Router } from '../router/index.ts';
import { addPart, type LatePartKind } from './add-part.ts';
import type { BackgroundService, ServiceOptions } from './background-service.ts';
import { isBlueprintPart } from './blueprint-part.ts';
import {
  type CallJobOptions,
  checkedCall,
  checkedSubmitCall,
  checkedSubmitCalls,
  type SubmitCall,
  type SubmitJobOptions,
} from './call-options.ts';
import type { RunnerCounters } from './counters.ts';
import {
  addressed,
  type CallArguments,
  type CallResult,
  type JobHolder,
  type JobNameOf,
  type WrittenCall,
} from './job-address.ts';
import type { RunnerState } from './phase-machine.ts';
import * as adding from './plan-changes.ts';
import { queueAccess, type RunnerQueueAccess } from './queue-access.ts';
import { runAsProgram } from './run-as-program.ts';
import type { RunnerContexts, SettingsOf } from './runner-contexts.ts';
import { RunnerExecution } from './runner-execution.ts';
import {
  checkMountOptions,
  type HttpOptions,
  type MountHttpOptions,
  type RunnerOptions,
} from './runner-options.ts';
import { type ConnectedHost, type LatePart, planFor, type RunnerPlan, servedRouter } from './runner-plan.ts';
import type { RunnerSnapshot } from './runner-snapshot.ts';
import { type HookOptions, shutdownHook } from './shutdown-hooks.ts';

/**
 * Feeds jobs from producers, hands results to consumers, and shuts down in order.
 *
 * Add its parts first, then start it once: with `run()` in a program, with `start()` and `stop()` in tests and in
 * programs that do more than run it.
 */
export class BlueprintRunner<Env = BlueprintEnvironment> implements AsyncDisposable {
  #plan: RunnerPlan;
  #execution: RunnerExecution | undefined;

  private constructor(plan: RunnerPlan) {
    this.#plan = plan;
  }

  /**
   * A runner whose jobs use these contexts: they are connected in this order, and closed in reverse. A
   * `blueprint({ … })` brings its jobs and producers.
   */
  static for<const P extends RunnerContexts>(...parts: P): BlueprintRunner<SettingsOf<P>> {
    const runner = new BlueprintRunner<SettingsOf<P>>(planFor(parts));
    for (const part of parts)
      if (isBlueprintPart(part)) runner.#later((late, host) => addPart(part, late, host));
    return runner;
  }

  /** Sets what `token` stands for in contexts and jobs: `.provide(Clock, { useValue: clock })`. */
  provide<T>(token: InjectionToken<T>, provider: Provider<T>): this {
    return this.#tell(({ providers }) => ({ providers: [...providers, [token, provider as Provider]] }));
  }

  /** Adds the methods of `types` that are marked with `@job`. @throws DocktopusError `job.invalid`, `job.duplicate` */
  jobs(...types: readonly Constructor[]): this {
    return this.#tell(({ router }) => ({
      router: types.reduce((all, type) => all.nest(jobRouter(type)), router),
    }));
  }

  /** Adds everything of `router`. @throws DocktopusError `job.duplicate` */
  router(router: Router): this {
    return this.#tell((plan) => ({ router: plan.router.nest(router) }));
  }

  /** Puts `layers` around all jobs, also those that are added later; the first one is the outermost. */
  layer(...layers: readonly Layer[]): this {
    return this.#tell(adding.layers(layers));
  }

  /** Adds a source of calls. When all producers have ended, so does the runner. */
  producer(producer: ProducerLike, options: ProducerOptions = {}): this {
    return this.#tell(adding.producer(producer, options));
  }

  /** Adds a consumer of results. */
  consumer(consumer: ConsumerLike, options: ConsumerOptions = {}): this {
    return this.#tell(adding.consumer(consumer, options));
  }

  /**
   * Adds what depends on settings, once they are read and the contexts are ready:
   * `.configure((env, runner) => runner.producer(cron(env.schedule, 'flush')))`.
   */
  configure(add: (env: Env, runner: Pick<BlueprintRunner, LatePartKind>) => unknown): this {
    return this.#later((runner, { settings }) => add(settings as Env, runner), add);
  }

  /** Runs `service` beside the jobs, from before the first until after the last. */
  backgroundService(service: BackgroundService, options: ServiceOptions = {}): this {
    return this.#tell(adding.service(service, options));
  }

  /** Runs `hook` when the runner stops, after the jobs and before the contexts close; the last one added runs first. */
  onShutdown(hook: (signal: AbortSignal) => unknown, options: HookOptions = {}): this {
    return this.#tell(({ hooks }) => ({ hooks: [...hooks, shutdownHook(hook, options)] }));
  }

  /**
   * Keeps durable jobs in a store, `.queue(sqliteQueue())`; and, on the runner that has been started, shows them and acts
   * on them: `runner.queue.get(id)`, `.cancel(id)`, `.redrive(id)`.
   */
  get queue(): RunnerQueueAccess<this> {
    const add = (store: JobStore, options?: QueueOptions) => this.#tell(adding.queue(store, options));
    return queueAccess(add, () => this.#executing.queue.queue);
  }

  /** Serves `/metrics`, `/healthz`, `/readyz`, and says where webhooks are served; so does the setting `httpBind` alone. */
  http(options: HttpOptions = {}): this {
    return this.#tell(adding.http(options));
  }

  /** Serves the same on an application's own server: `app.use('/ops', runner.mount().middleware)`. */
  mount(http: MountHttpOptions = {}): MountedHttp {
    checkMountOptions(http);
    const mounted = new MountedHttp();
    this.#tell(() => ({ http, mounted }));
    return mounted;
  }

  /** Serves a router's hosts before all paths: `.serve(TenantContext, (ctx) => ctx.tenants.router({ … }))`. */
  serve<T extends DockerContext>(context: Constructor<T>, make: (context: T) => HostRouter): this {
    return this.#tell(({ served }) => ({ served: [...served, servedRouter(context, make)] }));
  }

  /** Sets limits, the logger, and how contexts connect. */
  options(options: RunnerOptions): this {
    return this.#tell(adding.options(options));
  }

  /** The runner's life: begins with the current state, completes when it has stopped. */
  get state$(): Observable<RunnerState> {
    return this.#executing.machine.state$;
  }

  get state(): RunnerState {
    return this.#executing.machine.state;
  }

  /**
   * A picture of the runner: phase, jobs, counters, contexts and their containers. Begins with the current one, emits changes of
   * phases and containers at once and of counters within a quarter of a second, and completes when the runner has stopped.
   */
  get snapshot$(): Observable<RunnerSnapshot> {
    return this.#executing.snapshot$;
  }

  get snapshot(): RunnerSnapshot {
    return this.#executing.snapshot;
  }

  /** Counts of calls and results so far. */
  get counters(): Readonly<RunnerCounters> {
    return { ...this.#executing.counters };
  }

  /** What `token` stands for in the contexts and jobs of the runner that has been started. @throws DocktopusError `runner.state` */
  resolve<T>(token: InjectionToken<T>): T {
    return this.#executing.resolve(token);
  }

  /** Where the HTTP server listens; `undefined` without one. */
  get httpAddress(): HttpAddress | undefined {
    return this.#executing.httpAddress;
  }

  /**
   * Starts, and resolves when it has: contexts are ready, producers run. Twice is fine.
   *
   * @throws the failure that kept it from starting, after the steps before it were undone; DocktopusError `runner.invalid` when
   * it has no jobs, `runner.state` when it has stopped before.
   */
  async start(): Promise<void> {
    await this.#executing.start();
  }

  /**
   * Stops in order: producers, jobs, consumers, background services, hooks, contexts. Twice is fine, and so is
   * before the start; a second time with `graceMs: 0` skips the rest of the grace period.
   *
   * @throws the failure that made the runner stop, or that happened while it stopped.
   */
  async stop(options: { readonly graceMs?: number | undefined } = {}): Promise<void> {
    checkOptions(options, { graceMs: readMilliseconds() }, 'runner.stop', undefined, 'runner.invalid');
    this.#executing.stop('stop()', options.graceMs);
    await this.#executing.stopped();
  }

  /**
   * Starts, runs until the last producer has ended, `signal` aborts, or SIGINT or SIGTERM comes, and stops in order. A
   * second signal skips the grace period, a third one ends the process. Leaves exit code 0 after a clean stop. A failure
   * that nothing catches is printed with its hint and causes, and with stacks at log level `debug`.
   *
   * @throws the failure that kept it from starting, made it stop, or happened while it stopped.
   */
  async run(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    await runAsProgram(this.#executing, options);
  }

  /**
   * Calls a job in this process, and waits for what it returns. The compiler checks name, body and result when the job is
   * written as `call(CacheJobs, 'flush', { db: 0 })`, with a method's name, or as `call(cache, 'flush', …)` for a
   * `blueprint()`; with an id alone it knows none of them. Its result goes to the consumers as well. A job that
   * calls another one keeps its own place meanwhile: leave room for both in `maxInFlight`.
   *
   * @throws what the job failed with; DocktopusError `job.not-found` when no route matches, `runner.state` when the
   * runner does not run, `runner.overloaded` when too many calls wait for a place.
   */
  call<Result = unknown>(jobId: JobId, body?: unknown, options?: CallJobOptions): Promise<Result>;
  call<Of extends JobHolder, Name extends JobNameOf<Of>>(
    of: Of,
    name: Name,
    ...rest: CallArguments<Of, Name, CallJobOptions>
  ): Promise<CallResult<Of, Name>>;
  async call(...written: WrittenCall<CallJobOptions>): Promise<unknown> {
    return await this.#executing.call(addressed(written, checkedCall));
  }

  /**
   * Keeps a call of a durable job. When it resolves, the call is on disk and will run, here or on another machine that
   * shares the store, also if this process dies.
   *
   * @throws DocktopusError `job.not-durable`, `job.body-invalid`, `job.too-large`, `job.key-reused`, `queue.unavailable`,
   * `queue.full`; `runner.state` unless the runner has been started.
   */
  submit(jobId: JobId, body?: unknown, options?: SubmitJobOptions): Promise<SubmittedJob>;
  submit<Of extends JobHolder, Name extends JobNameOf<Of>>(
    of: Of,
    name: Name,
    ...rest: CallArguments<Of, Name, SubmitJobOptions>
  ): Promise<SubmittedJob>;
  async submit(...written: WrittenCall<SubmitJobOptions>): Promise<SubmittedJob> {
    const [submitted] = await this.#executing.submit([addressed(written, checkedSubmitCall)]);
    return submitted as SubmittedJob;
  }

  /** Keeps several calls of durable jobs: all or none, but for `job.key-reused`. @throws DocktopusError as {@link submit} */
  submitAll(calls: readonly SubmitCall[]): Promise<readonly SubmittedJob[]> {
    return this.#executing.submit(checkedSubmitCalls(calls));
  }

  /** As `stop()`. What `start()` or `run()` has thrown is not thrown again: `await using` throws it once, as it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#executing.hasThrown) await this.stop();
  }

  get #executing(): RunnerExecution {
    this.#execution ??= new RunnerExecution(this.#plan);
    return this.#execution;
  }

  #later(add: (runner: BlueprintRunner, host: ConnectedHost) => unknown, given: unknown = add): this {
    const late: LatePart = (plan, host) => {
      const runner = new BlueprintRunner(plan);
      add(runner, host);
      return runner.#plan;
    };
    return this.#tell(adding.latePart(given, late));
  }

  #tell(change: (plan: RunnerPlan) => Partial<RunnerPlan>): this {
    if (this.#execution !== undefined) {
      throw new DocktopusError('runner.state', {
        operation: 'runner',
        reason: 'it has been started or planned, and takes no more parts',
      });
    }
    this.#plan = { ...this.#plan, ...change(this.#plan) };
    return this;
  }
}
