import { type ChildProcess, spawn } from 'node:child_process';
import { isRecord, SUPERVISOR_VARIABLE, superviseBy } from '@docktopus/core/kit';
import { nodeOptions } from '../project/index.ts';

/** A program that is stopped for a change has this long to drain, unless its author says otherwise. */
const GRACE_MS = 1_000;
/** It has this long to end by itself. */
const KILL_AFTER_MS = 15_000;
/** It has this long until its author is told that it has not ended. */
const SLOW_AFTER_MS = 3_000;

export interface DevProgramOptions {
  readonly path: string;
  readonly args: readonly string[];
  /** The engine, if it was named. */
  readonly host: string | undefined;
  readonly dashboard: { readonly port: number; readonly token: string };
  /** Its dashboard can be opened. */
  readonly onDashboard: (url: string, blueprint: string) => void;
  readonly onExit: (code: number | null, signal: NodeJS.Signals | null) => void;
  /** It cannot be started; then it ends. */
  readonly onFailure: (error: Error) => void;
  /** It was asked to end and takes its time: it is killed in so many milliseconds. */
  readonly onSlow: (killInMs: number) => void;
}

/** One run of the program under a supervisor that owns its session. */
export class DevProgram {
  readonly #child: ChildProcess;
  readonly #onSlow: DevProgramOptions['onSlow'];
  #slow: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;

  constructor({ path, args, host, dashboard, onDashboard, onExit, onFailure, onSlow }: DevProgramOptions) {
    this.#onSlow = onSlow;
    const node = nodeOptions(path);
    const env = {
      DOCKTOPUS_SHUTDOWN_GRACE_MS: `${GRACE_MS}`,
      ...process.env,
      ...node.env,
      ...(host !== undefined && { DOCKER_HOST: host }),
      [SUPERVISOR_VARIABLE]: superviseBy(dashboard),
    };
    // A group of its own, so that Ctrl-C reaches it once: from here.
    this.#child = spawn(process.execPath, [...node.args, path, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env,
    });
    // A supervisor that fails leaves nothing running.
    const kill = () => this.kill();
    process.once('exit', kill);
    const ended = (code: number | null, signal: NodeJS.Signals | null) => {
      process.off('exit', kill);
      clearTimeout(this.#slow);
      clearTimeout(this.#late);
      onExit(code, signal);
    };
    this.#child.on('message', (message) => {
      // A program may tell its supervisor other things.
      if (!isRecord(message) || message.docktopus !== 'dashboard') return;
      const { url, blueprint } = message;
      if (typeof url === 'string' && typeof blueprint === 'string') onDashboard(url, blueprint);
    });
    this.#child.once('exit', ended);
    this.#child.on('error', (error) => {
      // One that could not be started has no end of its own.
      if (this.#child.pid !== undefined) return;
      onFailure(error);
      ended(null, null);
    });
  }

  /** Asks it to end, and makes it end when it does not. */
  stop(): void {
    this.#child.kill('SIGTERM');
    this.#slow ??= setTimeout(() => this.#onSlow(KILL_AFTER_MS - SLOW_AFTER_MS), SLOW_AFTER_MS);
    this.#late ??= setTimeout(() => this.kill(), KILL_AFTER_MS);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
