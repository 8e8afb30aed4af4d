import { DocktopusError, type ErrorCode, settledWithin, startDeadline } from '@docktopus/core';
import type { HttpAddress } from '../http/index.ts';
import type { Supervised } from '../supervision/index.ts';
import { newCounters } from './counters.ts';
import type { Intake } from './intake.ts';
import { PhaseMachine } from './phase-machine.ts';
import { limitsOf, type RunnerLimits } from './runner-options.ts';
import { RunnerParts } from './runner-parts.ts';
import type { RunnerPlan } from './runner-plan.ts';
import { RunnerSurroundings } from './runner-surroundings.ts';
import { runHooks } from './shutdown-hooks.ts';

/** One run of a plan: what is done in each phase. */
export class RunnerExecution {
  readonly counters = newCounters();
  readonly machine: PhaseMachine;
  readonly #plan: RunnerPlan;
  readonly #limits: RunnerLimits;
  readonly #surroundings: RunnerSurroundings;
  readonly #starting = new AbortController();
  #parts: RunnerParts | undefined;
  #graceMs: number | undefined;

  constructor(plan: RunnerPlan, surroundings = new RunnerSurroundings(plan)) {
    this.#plan = plan;
    this.#limits = limitsOf(plan.options);
    this.#surroundings = surroundings;
    this.machine = new PhaseMachine({
      starting: () => this.#start(),
      running: () => this.#run(),
      cancelling: () => this.#cancelStart(),
      finishing: () => this.#finish(),
      draining: () => this.#drain(),
      aborting: () => this.#abort(),
      flushing: () => this.#flush(),
      'stopping-services': () => this.#stopServices(),
      'running-hooks': () => runHooks(plan.hooks),
      disposing: () => surroundings[Symbol.asyncDispose](),
    });
  }

  /** @throws DocktopusError `runner.state` unless the runner is running or about to stop. */
  get intake(): Intake {
    const { phase } = this.machine.state;
    if (this.#parts !== undefined && phase !== 'starting') return this.#parts.intake;
    throw new DocktopusError('runner.state', {
      operation: 'runner.call',
      reason: `the runner is ${phase}`,
      hint: 'Start it first, with start() or run()',
    });
  }

  get httpAddress(): HttpAddress | undefined {
    return this.#parts?.server?.address;
  }

  /** @param graceMs @default what the runner's options say, else the setting `shutdownGraceMs` */
  stop(reason: string, graceMs?: number): void {
    this.#graceMs ??= graceMs;
    this.machine.send(graceMs === 0 ? 'stop-now' : 'stop', reason);
  }

  async #start(): Promise<void> {
    const { signal } = this.#starting;
    await this.#surroundings.connect(this.#plan, signal);
    const parts = new RunnerParts(this.#plan, this.#limits, this.#surroundings, this.counters);
    this.#parts = parts;
    this.machine.state$.subscribe(({ phase, reason }) =>
      parts.log.info(`the runner is ${phase}`, { reason }),
    );
    await parts.open(() => this.machine.state.phase);
    signal.throwIfAborted();
  }

  /** What runs tells of its end by itself, so the phase has no end of its own. */
  #run(): undefined {
    const parts = this.#parts;
    if (parts === undefined) return;
    void parts.runServices((component, error) => this.#componentFailed('service.failed', component, error));
    void this.#runProducers(parts);
  }

  async #runProducers(parts: RunnerParts): Promise<void> {
    if (this.#plan.producers.length === 0) {
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
    this.#starting.abort(new DocktopusError('aborted', { operation: 'runner.start', reason }));
  }

  async #finish(): Promise<void> {
    this.#parts?.closeDoor();
    await this.#parts?.settled();
  }

  async #drain(): Promise<void> {
    this.#parts?.closeDoor();
    const graceMs = this.#graceMs ?? this.#plan.options.graceMs ?? this.#surroundings.graceMs;
    if (graceMs === 0) return this.machine.send('grace-over');
    using deadline = startDeadline({ timeoutMs: graceMs }, graceMs, 'runner', 'grace period');
    deadline.signal.addEventListener('abort', () => this.machine.send('grace-over'), { once: true });
    await this.#parts?.settled();
  }

  async #abort(): Promise<void> {
    const parts = this.#parts;
    if (parts === undefined) return;
    const facts = { operation: 'job', reason: 'the runner stopped and its grace period was over' };
    const reason = new DocktopusError('aborted', facts);
    parts.closeDoor();
    parts.intake.abort(reason);
    const settled = await settledWithin(parts.settled(), this.#limits.abortMs);
    if (settled) return;
    const calls = parts.intake.abandon(reason);
    parts.log.warn('the runner goes on without what ignores its signal', {
      calls,
      producers: parts.producers.running,
    });
  }

  async #flush(): Promise<void> {
    await this.#parts?.outlets.close(this.#limits.flushMs);
  }

  async #stopServices(): Promise<void> {
    await this.#parts?.stopServices(this.#limits.serviceStopMs);
  }
}
