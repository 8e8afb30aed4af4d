import { DocktopusError, type ErrorCode } from '@docktopus/core';
import { type InjectionToken, settledWithin, startDeadline, withLaterFailures } from '@docktopus/core/kit';
import { distinctUntilKeyChanged, filter, firstValueFrom, lastValueFrom, type Observable } from 'rxjs';
import type { RunnerQueue, SubmittedJob } from '../durable/index.ts';
import type { HttpAddress } from '../http/index.ts';
import { type JobCall, type JobRequest, printableJobId, stoppingError } from '../job/index.ts';
import type { Supervised } from '../supervision/index.ts';
import type { CallDoor } from './call-door.ts';
import type { SubmitCall } from './call-options.ts';
import { newCounters } from './counters.ts';
import { isPlanAsked, tellPlan } from './dry-run.ts';
import { isHelpAsked, tellSettings } from './help.ts';
import { answerOf } from './intake.ts';
import { noQueue } from './no-queue.ts';
import { PhaseMachine } from './phase-machine.ts';
import { RunnerHost } from './runner-host.ts';
import { limitsOf, type RunnerLimits } from './runner-options.ts';
import { RunnerParts } from './runner-parts.ts';
import type { RunnerPhase } from './runner-phase.ts';
import { type RunnerPlan, requireWork, settledPlan } from './runner-plan.ts';
import type { RunnerSnapshot } from './runner-snapshot.ts';
import { runHooks } from './shutdown-hooks.ts';
import { snapshots } from './snapshots.ts';

/** How many calls a line names. */
const MOST_NAMED = 100;

/** One run of a plan: what is done in each phase. */
export class RunnerExecution {
  readonly counters = newCounters();
  /** Whether `start()`, `run()` or `stop()` has thrown the failures of this run. */
  hasThrown = false;
  readonly machine: PhaseMachine;
  #plan: RunnerPlan;
  readonly #limits: RunnerLimits;
  readonly #host: RunnerHost;
  readonly #starting = new AbortController();
  #parts: RunnerParts | undefined;
  #graceMs: number | undefined;

  constructor(plan: RunnerPlan, host = new RunnerHost(plan)) {
    this.#plan = plan;
    this.#limits = limitsOf(plan.options);
    this.#host = host;
    this.machine = new PhaseMachine({
      starting: () => this.#start(),
      running: () => this.#run(),
      cancelling: () => this.#cancelStart(),
      finishing: () => this.#finish(),
      draining: () => this.#drain(),
      aborting: () => this.#abort(),
      flushing: () => this.#flush(),
      'stopping-services': () => this.#stopServices(),
      'running-hooks': async () => {
        if (!this.#isDry) await runHooks(this.#plan.hooks);
      },
      disposing: () => host[Symbol.asyncDispose](),
    });
  }

  /** @throws DocktopusError `runner.state` unless the runner is running or about to stop. */
  get door(): CallDoor {
    const { phase } = this.machine.state;
    if (this.#parts !== undefined && phase !== 'starting') return this.#parts.door;
    throw notRunning('runner.call', phase);
  }

  /** @throws DocktopusError `runner.invalid` when there is nothing to run. */
  begin(): void {
    if (this.machine.state.phase === 'idle') requireWork(this.#plan);
    this.machine.send('start');
  }

  /** Prints the settings when the program was asked for them. @returns whether it was. */
  helps(): boolean {
    if (!isHelpAsked(this.#plan.options)) return false;
    tellSettings(this.#plan.options);
    return true;
  }

  /** Resolves when it has started. @throws what kept it from starting; DocktopusError `runner.state` when it has stopped. */
  async start(): Promise<void> {
    this.begin();
    const settled = new Set(['running', 'finishing', 'stopped']);
    const { state$ } = this.machine;
    const { phase } = await firstValueFrom(state$.pipe(filter((state) => settled.has(state.phase))));
    if (phase !== 'stopped') return;
    await this.stopped();
    throw new DocktopusError('runner.state', {
      operation: 'runner.start',
      reason: 'the runner has been stopped',
      hint: 'A runner runs once: create another one',
    });
  }

  /**
   * Rejects with what the job failed with. As each call comes by here, it makes no more promises than it has to.
   *
   * @throws what kept the call from being accepted, if that is known at once.
   */
  call(request: JobRequest): Promise<unknown> {
    const accepting = this.door.accept(request);
    const ending = accepting instanceof Promise ? accepting.then(({ ended }) => ended) : accepting.ended;
    return ending.then(answerOf);
  }

  resolve<T>(token: InjectionToken<T>): T {
    if (this.#parts === undefined) throw notRunning('runner.resolve', this.machine.state.phase);
    return this.#host.injector.resolve(token);
  }

  submit(calls: readonly SubmitCall[]): Promise<readonly SubmittedJob[]> {
    return this.queue.submit(
      calls.map(({ jobId, body, metadata, id, ...durable }) => ({ jobId, body, metadata, id, durable })),
    );
  }

  /** Resolves when it has stopped. @throws what made it stop, or went wrong while it did. */
  async stopped(): Promise<void> {
    const { failures } = await lastValueFrom(this.machine.state$);
    this.hasThrown = failures.length > 0;
    const [first, ...later] = failures;
    if (this.hasThrown) throw withLaterFailures(first, later, 'more failed while the runner stopped');
  }

  /** Whether the author debugs this run, and wants to see where errors were thrown. */
  get showsStacks(): boolean {
    return this.#host.logLevel === 'debug' || this.#host.logLevel === 'trace';
  }

  get httpAddress(): HttpAddress | undefined {
    return this.#parts?.http?.address;
  }

  /** @throws DocktopusError `runner.state` unless the runner is starting, running or stopping; `queue.missing` without one. */
  get queue(): RunnerQueue {
    const { queue } = this.#parts ?? {};
    if (queue !== undefined) return queue;
    if (this.#plan.queue !== undefined) throw notRunning('runner.queue', this.machine.state.phase);
    throw noQueue('runner.queue');
  }

  get snapshot(): RunnerSnapshot {
    const { intake, running = [] } = this.#parts ?? {};
    const { inFlight = 0, paused = 0, waiting = 0 } = intake ?? {};
    return {
      ...this.machine.state,
      httpAddress: this.httpAddress,
      counters: { ...this.counters },
      calls: { inFlight, paused, waiting },
      jobs: this.#parts?.jobs() ?? [],
      running,
      contexts: this.#host.watch.contexts(),
    };
  }

  get snapshot$(): Observable<RunnerSnapshot> {
    const { state$ } = this.machine;
    return snapshots({ state$, changes$: this.#host.watch.changes$, take: () => this.snapshot });
  }

  /** Whether nothing is to be changed: contexts are planned, and no job runs. */
  get #isDry(): boolean {
    if (isPlanAsked()) return true;
    try {
      return this.#host.environment?.dryRun === true;
    } catch {
      // Settings that cannot be read have failed the start already.
      return false;
    }
  }

  /** @param graceMs @default what the runner's options say, else the setting `shutdownGraceMs` */
  stop(reason: string, graceMs?: number): void {
    this.#graceMs ??= graceMs;
    this.machine.send(graceMs === 0 ? 'stop-now' : 'stop', reason);
  }

  async #start(): Promise<void> {
    const { signal } = this.#starting;
    await this.#host.connect(this.#plan, signal);
    if (this.#isDry) return await tellPlan(this.#host.contexts, this.#host.environment?.name);
    this.#plan = settledPlan(this.#plan, this.#host);
    const parts = new RunnerParts(this.#plan, this.#limits, this.#host, this.counters);
    this.#parts = parts;
    // A failure is a new state of the same phase.
    const phases$ = this.machine.state$.pipe(distinctUntilKeyChanged('phase'));
    phases$.subscribe(({ phase, reason }) => parts.log.info(`the runner is ${phase}`, { reason }));
    await parts.open(() => this.machine.state.phase, this.snapshot$, signal);
    signal.throwIfAborted();
  }

  /** Producers and services report their end themselves, so this phase does not end by a promise. */
  #run(): undefined {
    const parts = this.#parts;
    if (parts === undefined) {
      this.stop('a dry run ends here');
      return;
    }
    void parts.runServices((component, error) => this.#componentFailed('service.failed', component, error));
    void this.#runProducers(parts);
  }

  async #runProducers(parts: RunnerParts): Promise<void> {
    if (!parts.hasProducers) {
      parts.log.info(
        'there is no producer: jobs run when runner.call() is called, and the runner ends when it is stopped',
      );
      return;
    }
    await parts.runProducers((component, error) =>
      this.#componentFailed('producer.failed', component, error),
    );
    this.machine.send('producers-ended', 'the last producer ended');
  }

  #componentFailed(code: ErrorCode, { name }: Supervised, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.machine.fail(new DocktopusError(code, { operation: 'runner', subject: name, reason, cause: error }));
    this.#parts?.log.error(`${name} failed, so the runner stops`, { reason });
    this.stop(`${name} failed`);
  }

  /** The start's own end takes the runner on. */
  #cancelStart(): undefined {
    const reason = 'the runner was told to stop while it was starting';
    this.#starting.abort(stoppingError('runner.start', reason));
  }

  async #finish(): Promise<void> {
    this.#parts?.stopAccepting();
    await this.#parts?.settled();
  }

  async #drain(): Promise<void> {
    this.#parts?.stopAccepting();
    const graceMs = this.#graceMs ?? this.#plan.options.graceMs ?? this.#host.graceMs;
    if (graceMs === 0) return this.machine.send('grace-over');
    using deadline = startDeadline({ timeoutMs: graceMs }, graceMs, 'runner', 'grace period');
    deadline.signal.addEventListener('abort', () => this.machine.send('grace-over'), { once: true });
    this.#tellWaiting(graceMs);
    await this.#parts?.settled();
  }

  #tellWaiting(graceMs: number): void {
    const { intake, producers, log } = this.#parts ?? {};
    const calls = intake?.held ?? [];
    if (calls.length === 0 && (producers?.running.length ?? 0) === 0) return;
    log?.info(`the stop waits up to ${graceMs} ms for what runs`, {
      calls: calls.slice(0, MOST_NAMED).map(nameOf),
      producers: producers?.running,
    });
  }

  async #abort(): Promise<void> {
    const parts = this.#parts;
    if (parts === undefined) return;
    const reason = stoppingError('job', 'the runner is stopping and its grace period is over');
    parts.stopAccepting();
    const cut = parts.intake.held;
    if (cut.length > 0) {
      parts.log.warn(`the stop cuts ${cut.length} accepted calls short; they are not made again`, {
        calls: cut.slice(0, MOST_NAMED).map(nameOf),
      });
    }
    parts.intake.abort(reason);
    const settled = await settledWithin(parts.settled(), this.#limits.abortMs);
    if (settled) return;
    const calls = parts.intake.abandon(reason);
    parts.log.warn('calls or producers ignore their signal: the runner goes on without them', {
      calls: calls.slice(0, MOST_NAMED).map(nameOf),
      producers: parts.producers.running,
    });
  }

  async #flush(): Promise<void> {
    const { flushMs } = this.#limits;
    // The ends of durable jobs are results as well.
    await this.#parts?.closeProducers(flushMs);
    await this.#parts?.outlets.close(flushMs);
    await this.#parts?.closeQueue(flushMs);
  }

  async #stopServices(): Promise<void> {
    await this.#parts?.stopServices(this.#limits.serviceStopMs);
  }
}

function nameOf({ id, jobId }: JobCall): string {
  return `${printableJobId(jobId)} ${id}`;
}

function notRunning(operation: string, phase: RunnerPhase): DocktopusError {
  return new DocktopusError('runner.state', {
    operation,
    reason: `the runner is ${phase}`,
    hint: 'Start it first, with start() or run()',
  });
}
