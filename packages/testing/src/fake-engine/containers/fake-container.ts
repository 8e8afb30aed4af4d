import type { FakeFiles } from '../files/fake-files.ts';
import { conflict, EngineFailure } from '../http/engine-failure.ts';
import type { FakeImage } from '../images/fake-image.ts';
import { findCommand, findMainProgram } from '../process/find-program.ts';
import { RunningProcess } from '../process/running-process.ts';
import { signalNumber } from '../process/signals.ts';
import type { FakeConfig, FakeHostConfig, FakeMount } from './container-config.ts';
import { ContainerNetworking } from './container-networking.ts';
import { createdState, type FakeState, isRunning } from './container-state.ts';
import type { FakeExec } from './fake-exec.ts';
import type { FakeHost } from './fake-host.ts';
import { HealthChecks } from './health-checks.ts';
import { OutputLog } from './output-log.ts';
import { restartAfter } from './restart-decision.ts';

/** What a container was created with. */
export interface ContainerPlan {
  readonly id: string;
  readonly name: string;
  readonly image: FakeImage;
  readonly config: FakeConfig;
  readonly hostConfig: FakeHostConfig;
  readonly mounts: readonly FakeMount[];
  readonly files: FakeFiles;
  readonly created: bigint;
  /** Whether its command line is the image's own. */
  readonly imageCommand: boolean;
}

/**
 * One container of the fake engine: the states it goes through, and the events that it tells of them, in the
 * engine's order.
 */
export class FakeContainer {
  readonly plan: ContainerPlan;
  readonly output: OutputLog;
  readonly networking: ContainerNetworking;
  readonly execs = new Map<string, FakeExec>();
  readonly #host: FakeHost;
  readonly #onGone: (container: FakeContainer) => void;
  readonly #health: HealthChecks;
  readonly #exits = new Set<() => void>();
  readonly #removals = new Set<() => void>();
  readonly #starts = new Set<() => void>();
  name: string;
  hostConfig: FakeHostConfig;
  state: FakeState = createdState;
  restartCount = 0;
  /** Somebody stopped it, so that an engine that starts does not start it. */
  stoppedByHand = false;
  process: RunningProcess | undefined;
  #restartsWithEngine = false;
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
    this.#host = host;
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
    if (this.state.status === 'paused')
      throw conflict('cannot start a paused container, try unpause instead');
    this.#refuseWhileRemoving();
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
    if (this.running && !options.force) {
      const word =
        this.state.status === 'restarting'
          ? 'restarting'
          : this.state.status === 'paused'
            ? 'paused'
            : 'running';
      const advice =
        word === 'paused'
          ? 'Unpause and then stop the container before attempting removal or force remove'
          : 'Stop the container before attempting removal or force remove';
      throw conflict(`You cannot remove a ${word} container ${this.id}. ${advice}`);
    }
    if (this.running) {
      const exited = this.exited();
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

  /** The engine goes away: as a stop, but nobody has asked for it. */
  async shutDown(): Promise<void> {
    const { stoppedByHand } = this;
    this.#restartsWithEngine = this.running;
    await this.stop(undefined);
    this.stoppedByHand = stoppedByHand;
  }

  /** The engine has come back: what its policy says, if it was not stopped by hand before. */
  async startWithEngine(): Promise<void> {
    const { Name } = this.hostConfig.RestartPolicy;
    const wanted =
      Name === 'always' ||
      (Name === 'unless-stopped' && !this.stoppedByHand) ||
      (Name === 'on-failure' && this.#restartsWithEngine && this.state.exitCode !== 0);
    if (wanted && this.state.startedAt !== undefined) await this.start();
  }

  /** Resolves at the next end of its process. */
  exited(): Promise<void> {
    return new Promise((resolve) => this.#exits.add(resolve));
  }

  /** Calls back whenever it has a new process, before that runs. */
  onStart(callback: () => void): () => void {
    this.#starts.add(callback);
    return () => this.#starts.delete(callback);
  }

  /** Resolves once it is gone. */
  removed(): Promise<void> {
    return new Promise((resolve) => this.#removals.add(resolve));
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
    this.#host.events.emit({ type: 'container', action, id: this.id, attributes });
  }

  /** @throws EngineFailure 409 unless there is a process to speak to. */
  refuseUnlessUp(): void {
    if (this.state.status === 'restarting') {
      throw conflict(`Container ${this.id} is restarting, wait until the container is running`);
    }
    if (!this.running) throw conflict(`Container ${this.id} is not running`);
  }

  /** Starts another program in it, as `exec` and health checks do. */
  runInside(
    argv: readonly string[],
    options: {
      readonly env?: Readonly<Record<string, string>>;
      readonly cwd?: string;
      readonly user?: string;
      readonly tty?: boolean;
      readonly onOutput: (stream: 'stdout' | 'stderr', data: Buffer) => void;
      readonly onExit: (exitCode: number) => void;
    },
  ): RunningProcess | undefined {
    const program = findCommand(this.plan.image.script, argv);
    if (program === undefined) return undefined;
    const setup = this.#processSetup(argv);
    const env = { ...setup.env, ...options.env };
    return new RunningProcess({ ...setup, ...options, env, program, first: false });
  }

  async #launch(): Promise<void> {
    const { config, image, imageCommand } = this.plan;
    const argv = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
    const own = this.#host.containerPrograms.get(this.name);
    const program = own ?? findMainProgram(image.script, argv, imageCommand);
    this.#cancelled = false;
    try {
      await this.networking.connect();
      if (program === undefined) throw badCommand(argv[0] ?? '');
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      this.networking.disconnect();
      this.state = { ...this.state, exitCode: error.status === 400 ? 127 : 128, error: error.message };
      if (this.hostConfig.AutoRemove) this.#destroy(true);
      throw error;
    }
    this.#mountVolumes();
    this.process = new RunningProcess({
      ...this.#processSetup(argv),
      program,
      first: this.hostConfig.Init !== true,
      onOutput: (stream, data) => this.output.append(config.Tty ? 'stdout' : stream, data),
      onExit: (exitCode) => this.#died(exitCode),
    });
    const health = this.#health.start();
    const { finishedAt } = this.state;
    const startedAt = this.#host.clock.nowNano();
    this.state = { ...createdState, status: 'running', pid: this.process.pid, startedAt, finishedAt, health };
    this.tell('start');
    if (!config.OpenStdin) this.process.stdin.end();
    for (const callback of this.#starts) callback();
    this.process.start();
  }

  #processSetup(argv: readonly string[]) {
    const { config, files } = this.plan;
    const env = Object.fromEntries(config.Env.map((entry) => splitAtEquals(entry)));
    return {
      argv,
      env: { ...env, HOSTNAME: config.Hostname },
      cwd: config.WorkingDir || '/',
      user: config.User,
      tty: config.Tty,
      pid: this.#host.nextPid(),
      container: { id: this.id, name: this.name, hostname: config.Hostname },
      files,
      clock: this.#host.clock,
      listen: this.networking.listen,
      resolve: (command: readonly string[]) => findCommand(this.plan.image.script, command),
    };
  }

  async #end(graceSeconds: number | undefined): Promise<void> {
    if (this.state.status === 'restarting') {
      this.#stopWaiting();
      return;
    }
    const grace = graceSeconds ?? this.plan.config.StopTimeout ?? 10;
    const exited = this.exited();
    this.#signal(this.plan.config.StopSignal ?? 'SIGTERM');
    if (this.state.status === 'paused') this.#goOn();
    const timer =
      grace < 0
        ? undefined
        : this.#host.clock.after(grace * 1000, () => {
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
    const finishedAt = this.#host.clock.nowNano();
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
    this.#unmountVolumes();
    this.output.finish();
    for (const resolve of [...this.#exits]) {
      this.#exits.delete(resolve);
      resolve();
    }
    if (waitMs !== undefined) this.#restartIn(waitMs);
    else if (this.hostConfig.AutoRemove) this.#destroy(true);
  }

  #restartIn(waitMs: number): void {
    this.#lastWaitMs = waitMs;
    this.#backOff = this.#host.clock.after(waitMs, () => {
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
    for (const resolve of [...this.#exits]) {
      this.#exits.delete(resolve);
      resolve();
    }
  }

  #destroy(volumes: boolean): void {
    this.state = { ...this.state, status: 'removing' };
    for (const { Name } of this.plan.mounts) {
      if (Name === undefined) continue;
      const volume = this.#host.volumes.get(Name);
      volume.usedBy.delete(this.id);
      if (volumes && volume.anonymous && volume.usedBy.size === 0) this.#host.volumes.remove(Name);
    }
    this.#onGone(this);
    this.tell('destroy');
    for (const resolve of this.#removals) resolve();
  }

  #mountVolumes(): void {
    for (const { Name, Destination, RW } of this.plan.mounts) {
      if (Name !== undefined)
        this.#host.volumes.mounted(this.#host.volumes.get(Name), this.id, Destination, RW);
    }
  }

  #unmountVolumes(): void {
    for (const { Name } of this.plan.mounts) {
      if (Name !== undefined) this.#host.volumes.unmounted(this.#host.volumes.get(Name), this.id);
    }
  }

  #refuseWhileRemoving(): void {
    if (this.state.status === 'removing') {
      throw conflict('container is marked for removal and cannot be started');
    }
  }
}

function badCommand(command: string): EngineFailure {
  const reason = command.startsWith('/')
    ? `exec: "${command}": stat ${command}: no such file or directory`
    : `exec: "${command}": executable file not found in $PATH`;
  return new EngineFailure(
    400,
    `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${reason}: unknown`,
  );
}

function splitAtEquals(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return at === -1 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
}
