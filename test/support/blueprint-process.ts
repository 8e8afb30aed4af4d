import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';

/** A blueprint in a separate process and process group that says on stdout how far it is. */
export class BlueprintProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #heard = new Set<() => void>();
  readonly #ended: Promise<void>;
  #errors = '';

  constructor(
    program: string,
    args: readonly string[] = [],
    variables: Readonly<Record<string, string>> = {},
  ) {
    this.#child = spawn(process.execPath, runArgs(program, [...args]), {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...runEnv, ...variables },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    this.#ended = once(this.#child, 'close').then(() => this.#wake());
  }

  /** The lines that begin with `word`. */
  said(word: string): readonly string[] {
    return this.#lines.filter((line) => line.startsWith(word));
  }

  /** Resolves when `count` lines have begun with `word`; rejects when the process ends before. */
  async says(word: string, count = 1): Promise<void> {
    while (this.said(word).length < count) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(
          `it ended before it said '${word}' ${count} times:\n${this.#lines.join('\n')}\n${this.#errors}`,
        );
      }
      await new Promise<void>((resolve) => this.#heard.add(resolve));
    }
  }

  /** Sends a signal as a terminal does on Ctrl-C: to the whole group, child processes included. */
  signal(name: NodeJS.Signals): void {
    process.kill(-this.#child.pid!, name);
  }

  /** How it ended, and what it complained about. */
  async end(): Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly errors: string;
  }> {
    await this.#ended;
    return { code: this.#child.exitCode, signal: this.#child.signalCode, errors: this.#errors };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #wake(): void {
    const waiting = [...this.#heard];
    this.#heard.clear();
    for (const resolve of waiting) resolve();
  }
}
