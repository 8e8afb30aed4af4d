import { type ChildProcess, spawn } from 'node:child_process';
import { SUPERVISOR_VARIABLE, superviseBy } from '@docktopus/core/kit';
import { nodeOptions } from '../project/index.ts';

/** A program that is stopped for a change has this long to drain, unless its author says otherwise. */
const GRACE_MS = 1_000;
/** It has this long to end by itself. */
const KILL_AFTER_MS = 15_000;

export interface DevProgramOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly dashboard: { readonly port: number; readonly token: string };
  /** Its dashboard can be opened. */
  readonly onDashboard: (url: string, blueprint: string) => void;
  readonly onExit: (code: number | null, signal: NodeJS.Signals | null) => void;
}

/** One run of the program under a supervisor that owns its session. */
export class DevProgram {
  readonly #child: ChildProcess;
  #kill: ReturnType<typeof setTimeout> | undefined;

  constructor({ path, args, dashboard, onDashboard, onExit }: DevProgramOptions) {
    const node = nodeOptions(path);
    const env = {
      DOCKTOPUS_SHUTDOWN_GRACE_MS: `${GRACE_MS}`,
      ...process.env,
      ...node.env,
      [SUPERVISOR_VARIABLE]: superviseBy(dashboard),
    };
    // A group of its own, so that Ctrl-C reaches it once: from here.
    this.#child = spawn(process.execPath, [...node.args, path, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env,
    });
    this.#child.on('message', (message) => {
      const { docktopus, url, blueprint } = message as Readonly<Record<string, string | undefined>>;
      if (docktopus === 'dashboard' && url !== undefined && blueprint !== undefined)
        onDashboard(url, blueprint);
    });
    this.#child.on('exit', (code, signal) => {
      clearTimeout(this.#kill);
      onExit(code, signal);
    });
  }

  /** Asks it to end, and makes it end when it does not. */
  stop(): void {
    this.#child.kill('SIGTERM');
    this.#kill ??= setTimeout(() => this.kill(), KILL_AFTER_MS);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
