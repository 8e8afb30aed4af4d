import { conflict, EngineFailure } from '../http/engine-failure.ts';
import { RunningProcess } from '../process/running-process.ts';
import { signalNumber } from '../process/signals.ts';
import type { FakeHostConfig } from './container-config.ts';
import { ContainerNetworking } from './container-networking.ts';
import { type ContainerPlan, commandOf } from './container-plan.ts';
import { createdState, type FakeState, isRunning } from './container-state.ts';
import type { FakeExec } from './fake-exec.ts';
import type { FakeHost } from './fake-host.ts';
import { findMainProgram } from './find-program.ts';
import { HealthChecks } from './health-checks.ts';
import { Occasion } from './occasion.ts';
import { OutputLog } from './output-log.ts';
import { processSetup } from './process-setup.ts';
import { noSuchCommand, refuseRemoval, refuseStart, refuseUnlessUp } from './refusals.ts';
import { restartAfter } from './restart-decision.ts';
import { mountVolumes, releaseVolumes, unmountVolumes } from './volume-use.ts';

/**
 * One container of the fake engine: the states it goes through, and the events that it tells of them, in the
 * engine's order.
 */
export class FakeContainer {
  readonly plan: ContainerPlan;
  readonly host: FakeHost;
  readonly output: OutputLog;
  readonly networking: ContainerNetworking;
  readonly execs = new Map<string, FakeExec>();
  readonly #onGone: (container: FakeContainer) => void;
  readonly #health: HealthChecks;
  /** Before each new process runs. */
  readonly starting = new Occasion();
  /** After each end of its process. */
  readonly exited = new Occasion();
  /** Once it is gone. */
  readonly removed = new Occasion();
  name: string;
  hostConfig: FakeHostConfig;
  state: FakeState = createdState;
  restartCount = 0;
  /** Somebody stopped it, so that an engine that starts does not start it. */
  stoppedByHand = false;
  process: RunningProcess | undefined;
  #cancelled = false;
  #lastWaitMs = 0;
  #backOff: { cancel(): void } | undefined;
  #starting: Promise<void> | undefined;

  constructor(plan: ContainerPlan, host: FakeHost, onGone: (container: FakeContainer) => void) {
    this.plan = plan;
    this.name = plan.name;
    this.hostConfig = plan.hostConfig;
    this.output = new OutputLog(host.clock);
    this.networking = new ContainerNetworking(this, host);
    this.#health = new HealthChecks(this, host.clock);
    this.host = host;
    this.#onGone = onGone;
  }

  get id(): string {
    return this.plan.id;
  }

  get running(): boolean {
    return isRunning(this.state);
  }

  /** @returns whether it was started by this call. */
  async start(): Promise<boolean> {
    refuseStart(this.state);
    if (this.running) return false;
    if (this.#starting !== undefined) {
      await this.#starting;
      return false;
    }
    this.restartCount = 0;
    this.#lastWaitMs = 0;
    this.stoppedByHand = false;
    this.#starting = this.#launch().finally(() => {
      this.#starting = undefined;
    });
    await this.#starting;
    return true;
  }

  /** @returns whether it was running. */
  async stop(graceSeconds: number | undefined): Promise<boolean> {
    await this.#starting?.catch(() => undefined);
    if (!this.running) return false;
    this.stoppedByHand = true;
    this.#cancelled = true;
    await this.#end(graceSeconds);
    this.tell('stop');
    return true;
  }

  async restart(graceSeconds: number | undefined): Promise<void> {
    if (this.running) {
      this.#cancelled = true;
      await this.#end(graceSeconds);
      this.tell('stop');
    }
    await this.start();
    this.tell('restart');
  }

  /** @throws EngineFailure 409 when it does not run. */
  kill(signal: string): void {
    if (!this.running) throw conflict(`Container ${this.id} is not running`);
    const stopSignal = this.plan.config.StopSignal;
    // Any signal that may be meant to end it takes the restart policy's say away.
    if (signal === 'SIGKILL' || stopSignal === undefined || stopSignal === signal) this.#cancelled = true;
    this.stoppedByHand = true;
    if (this.state.status === 'restarting') {
      this.#stopWaiting();
      return;
    }
    this.#signal(signal);
    if (this.state.status === 'paused' && this.#cancelled) this.#goOn();
  }

  pause(): void {
    this.refuseUnlessUp();
    if (this.state.status === 'paused') throw conflict(`Container ${this.id} is already paused`);
    this.process?.pause();
    this.state = { ...this.state, status: 'paused' };
    this.#health.stop();
    this.tell('pause');
  }

  unpause(): void {
    if (this.state.status !== 'paused') throw new EngineFailure(500, `Container ${this.id} is not paused`);
    this.#goOn();
  }

  async remove(options: { force: boolean; volumes: boolean }): Promise<void> {
    if (this.state.status === 'removing')
      throw conflict(`removal of container ${this.id} is already in progress`);
    if (!options.force) refuseRemoval(this.id, this.state);
    if (this.running) {
      const exited = this.exited.next();
      this.kill('SIGKILL');
      await exited;
    }
    this.#destroy(options.volumes);
  }

  /** Its process ends from outside: killed by the kernel, or by hand on the host. */
  die(exitCode: number, oom = false): void {
    if (this.process === undefined) throw new Error(`${this.name} has no process to kill`);
    if (oom) {
      this.state = { ...this.state, oomKilled: true };
      this.tell('oom');
    }
    this.process.end(exitCode);
  }

  /** Health as a test wants it, or as its check finds it again with `undefined`. */
  forceHealth(health: 'healthy' | 'unhealthy' | undefined): void {
    this.#health.force(health);
  }

  tell(action: string, more: Readonly<Record<string, string>> = {}): void {
    const attributes = {
      ...this.plan.config.Labels,
      ...more,
      image: this.plan.config.Image,
      name: this.name,
    };
    this.host.events.emit({ type: 'container', action, id: this.id, attributes });
  }

  /** @throws EngineFailure 409 unless there is a process to speak to. */
  refuseUnlessUp(): void {
    refuseUnlessUp(this.id, this.state);
  }

  async #launch(): Promise<void> {
    const { config, image, imageCommand } = this.plan;
    const argv = commandOf(this.plan);
    const own = this.host.containerPrograms.get(this.name);
    const program = own ?? findMainProgram(image.script, argv, imageCommand);
    this.#cancelled = false;
    try {
      await this.networking.connect();
      if (program === undefined) throw noSuchCommand(argv[0] ?? '');
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      this.networking.disconnect();
      this.state = { ...this.state, exitCode: error.status === 400 ? 127 : 128, error: error.message };
      if (this.hostConfig.AutoRemove) this.#destroy(true);
      throw error;
    }
    mountVolumes(this.plan, this.host.volumes);
    this.process = new RunningProcess({
      ...processSetup(this, this.host, argv),
      program,
      first: this.hostConfig.Init !== true,
      onOutput: (stream, data) => this.output.append(config.Tty ? 'stdout' : stream, data),
      onExit: (exitCode) => this.#died(exitCode),
    });
    const health = this.#health.start();
    const { finishedAt } = this.state;
    const startedAt = this.host.clock.nowNano();
    this.state = { ...createdState, status: 'running', pid: this.process.pid, startedAt, finishedAt, health };
    this.tell('start');
    if (!config.OpenStdin) this.process.stdin.end();
    this.starting.happen();
    this.process.start();
  }

  async #end(graceSeconds: number | undefined): Promise<void> {
    if (this.state.status === 'restarting') {
      this.#stopWaiting();
      return;
    }
    const grace = graceSeconds ?? this.plan.config.StopTimeout ?? 10;
    const exited = this.exited.next();
    this.#signal(this.plan.config.StopSignal ?? 'SIGTERM');
    if (this.state.status === 'paused') this.#goOn();
    const timer =
      grace < 0
        ? undefined
        : this.host.clock.after(grace * 1000, () => {
            if (this.process !== undefined) this.#signal('SIGKILL');
          });
    await exited;
    timer?.cancel();
  }

  #signal(name: string): void {
    this.tell('kill', { signal: String(signalNumber(name)) });
    this.process?.signal(name);
  }

  #goOn(): void {
    this.state = { ...this.state, status: 'running' };
    this.tell('unpause');
    this.#health.resume();
    this.process?.resume();
  }

  #died(exitCode: number): void {
    const finishedAt = this.host.clock.nowNano();
    const ranForMs = Number(finishedAt - (this.state.startedAt ?? finishedAt)) / 1e6;
    const waitMs = restartAfter({
      policy: this.hostConfig.RestartPolicy,
      exitCode,
      cancelled: this.#cancelled,
      ranForMs,
      restartCount: this.restartCount,
      lastWaitMs: this.#lastWaitMs,
    });
    this.process = undefined;
    const health = this.#health.stop();
    const status = waitMs === undefined ? 'exited' : 'restarting';
    this.state = { ...this.state, status, pid: 0, exitCode, finishedAt, health };
    if (waitMs !== undefined) this.restartCount += 1;
    for (const exec of this.execs.values()) exec.killed();
    this.tell('die', { exitCode: String(exitCode) });
    this.networking.disconnect();
    unmountVolumes(this.plan, this.host.volumes);
    this.output.finish();
    this.exited.happen();
    if (waitMs !== undefined) this.#restartIn(waitMs);
    else if (this.hostConfig.AutoRemove) this.#destroy(true);
  }

  #restartIn(waitMs: number): void {
    this.#lastWaitMs = waitMs;
    this.#backOff = this.host.clock.after(waitMs, () => {
      this.#backOff = undefined;
      // A restart that cannot be made leaves its error in the state, where inspect shows it.
      this.#launch().catch(() => {
        this.state = { ...this.state, status: 'exited' };
      });
    });
  }

  #stopWaiting(): void {
    this.#backOff?.cancel();
    this.#backOff = undefined;
    this.state = { ...this.state, status: 'exited' };
    this.exited.happen();
  }

  #destroy(volumes: boolean): void {
    this.state = { ...this.state, status: 'removing' };
    releaseVolumes(this.plan, this.host.volumes, volumes);
    this.#onGone(this);
    this.tell('destroy');
    this.removed.happen();
  }
}
