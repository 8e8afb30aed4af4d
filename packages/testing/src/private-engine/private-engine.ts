import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { DocktopusError } from '@docktopus/core';
import { delay } from '@docktopus/core/kit';
import { engineProcesses, killProcesses } from './engine-processes.ts';
import { callEngine, readAnswer } from './engine-socket.ts';
import { removeEngine } from './remove-engine.ts';
import type { EnginePrograms } from './requirements.ts';

interface EngineSetup {
  /** Where everything of it is. */
  readonly directory: string;
  /** The name of its network namespace. */
  readonly network: string;
  readonly programs: EnginePrograms;
  readonly args: readonly string[];
  readonly timeoutMs: number;
}

/** A Docker engine of a test's own, made by {@link startEngine}. */
export class PrivateEngine implements AsyncDisposable {
  readonly #setup: EngineSetup;
  #daemon: ChildProcess | undefined;
  #stopped: Promise<void> | undefined;
  readonly #onExit = () => killProcesses(engineProcesses(this.#setup.directory));

  /** @internal */
  constructor(setup: EngineSetup) {
    this.#setup = setup;
    // Nothing of it works on without the test; what is left of it then, the next private engine removes.
    process.once('exit', this.#onExit);
  }

  /** As in `DOCKER_HOST`; the same after every restart. */
  get endpoint(): string {
    return `unix://${this.#setup.directory}/docker.sock`;
  }

  /** Of `dockerd`; `undefined` while it does not run. */
  get pid(): number | undefined {
    return this.#daemon?.pid;
  }

  /** Everything that `dockerd` has written. */
  log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** Ends `dockerd` in good order when it runs, which stops its containers, and starts it again until it answers. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    await this.#start();
  }

  /** Kills `dockerd` alone: its containers run on until it is started again, or until {@link stop}. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Freezes `dockerd`: connections stay open, and nothing answers. */
  async pause(): Promise<void> {
    const { pid } = this;
    if (pid === undefined) return;
    process.kill(pid, 'SIGSTOP');
    // Each of its threads takes the signal for itself.
    while (!isFrozen(pid)) await delay(1);
  }

  /** Lets a frozen `dockerd` go on. */
  resume(): void {
    this.#daemon?.kill('SIGCONT');
  }

  /** Ends it with all containers and removes everything of it. Stopping twice is fine. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #logFile(): string {
    return `${this.#setup.directory}/dockerd.log`;
  }

  async #start(): Promise<void> {
    const { directory, network, programs, args } = this.#setup;
    const log = openSync(this.#logFile, 'a');
    const daemon = spawn(
      programs.nsenter,
      [
        `--net=/run/netns/${network}`,
        programs.dockerd,
        `--config-file=${directory}/daemon.json`,
        `--data-root=${directory}/data`,
        `--exec-root=${directory}/exec`,
        `--pidfile=${directory}/docker.pid`,
        `--host=${this.endpoint}`,
        ...args,
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#daemon = daemon;
    daemon.once('exit', () => {
      if (this.#daemon === daemon) this.#daemon = undefined;
    });
    await this.#answers(daemon);
  }

  async #answers(daemon: ChildProcess): Promise<void> {
    const until = performance.now() + this.#setup.timeoutMs;
    while (daemon.exitCode === null && performance.now() < until) {
      if (await this.#ping()) return;
      await delay(50);
    }
    throw new DocktopusError('engine.unreachable', {
      operation: 'startEngine',
      subject: this.endpoint,
      reason: `dockerd ${daemon.exitCode === null ? 'gives no answer' : `exited with code ${daemon.exitCode}`}; the end of its log:\n${this.log().split('\n').slice(-8).join('\n')}`,
    });
  }

  async #ping(): Promise<boolean> {
    try {
      await readAnswer(await callEngine(this.endpoint, { path: '/_ping', timeoutMs: 1_000 }), '/_ping');
      return true;
    } catch {
      // It does not listen yet.
      return false;
    }
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const daemon = this.#daemon;
    if (!daemon) return;
    const exited = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
    daemon.kill(signal);
    // A frozen one takes the signal when it goes on.
    daemon.kill('SIGCONT');
    const late = setTimeout(() => daemon.kill('SIGKILL'), 20_000);
    await exited;
    clearTimeout(late);
    await this.#forgetContainerd();
  }

  /**
   * Its containerd ends with it, but leaves its pid file, and stays a zombie where no init process collects those: the next
   * `dockerd` would take it to be alive and wait for it in vain.
   */
  async #forgetContainerd(): Promise<void> {
    const { directory } = this.#setup;
    while (engineProcesses(directory, 'containerd --config').length > 0) await delay(10);
    rmSync(`${directory}/exec/containerd/containerd.pid`, { force: true });
  }

  async #stop(): Promise<void> {
    await this.#end('SIGKILL');
    await removeEngine(this.#setup.directory, this.#setup.programs);
    process.removeListener('exit', this.#onExit);
  }
}

function isFrozen(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) =>
    /^.*\) T /s.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')),
  );
}
