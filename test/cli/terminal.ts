import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureTmux } from '../../scripts/setup/tmux.mjs';
import { BINARY, outerEnvironment } from './docktopus.ts';

/** Why a terminal cannot be had; empty when it can. Under `CI=true` that is an error. */
export const noTerminal = obstacle();

function obstacle(): string {
  try {
    ensureTmux();
    return '';
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** A terminal in which a person types. */
export class Terminal implements Disposable {
  readonly #socket = `docktopus-${process.pid}-${Math.trunc(performance.now() * 1_000)}`;

  constructor(options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }) {
    const variables = Object.entries({ ...options.env, TERM: 'screen', PS1: '$ ' }).flatMap(
      ([name, value]) => ['-e', `${name}=${value}`],
    );
    this.#tmux(
      'new-session',
      '-d',
      '-x',
      '100',
      '-y',
      '30',
      '-c',
      options.cwd,
      ...variables,
      'bash --noprofile --norc',
    );
  }

  /** Types a command of `docktopus`, and Enter. */
  docktopus(args: string): void {
    this.run(`${process.execPath} ${BINARY} ${args}`);
  }

  /** Types a command line, and Enter, below an empty screen. */
  run(line: string): void {
    this.#tmux('send-keys', `clear; ${line}; echo "ended with $?"`, 'Enter');
  }

  /** Presses a key: `q`, `Enter`, `C-c`. */
  press(key: string): void {
    this.#tmux('send-keys', key);
  }

  /** Makes the window this wide. */
  resize(columns: number): void {
    this.#tmux('resize-window', '-x', `${columns}`, '-y', '30');
  }

  /** What is on the screen, without the command that was typed. */
  screen(): string {
    return this.#tmux('capture-pane', '-p', '-J').replace(/; echo "ended with \$\?"/g, '');
  }

  async until(text: string | RegExp, timeoutMs = 30_000): Promise<string> {
    const endsAt = performance.now() + timeoutMs;
    for (;;) {
      const screen = this.screen();
      if (typeof text === 'string' ? screen.includes(text) : text.test(screen)) return screen;
      if (performance.now() > endsAt) throw new Error(`the screen never showed ${text}:\n${screen}`);
      await pause(50);
    }
  }

  [Symbol.dispose](): void {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server']);
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: outerEnvironment(),
    });
  }
}
