import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FamilyOptions } from '@docktopus/core';
import { afterAll, beforeAll } from 'vitest';
import { bundleFromSource } from '../bundle-from-source.ts';
import { busyboxImage, engineEndpoint } from '../engine.ts';

let folder = '';

/** Call it in each file that makes a {@link FamilyProcess}. */
export function buildFamilyBlueprint(): void {
  beforeAll(async () => {
    mkdirSync('.cache', { recursive: true });
    folder = await mkdtemp(resolve('.cache/family-'));
    await bundleFromSource([fileURLToPath(new URL('./family-blueprint.ts', import.meta.url))], folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));
}

/** A folder for the files of a blueprint, gone after the tests of the file. */
export function dataFolder(): Promise<string> {
  return mkdtemp(join(folder, 'data-'));
}

export interface FamilyProcessOptions {
  readonly name: string;
  readonly label: string;
  readonly dataDir: string;
  readonly options: FamilyOptions<string, undefined>;
  /** @default 'none' */
  readonly cleanup?: 'none' | 'watcher' | 'sweep';
  /** @default the engine under test */
  readonly endpoint?: string;
}

/** The blueprint of family-blueprint.ts in a separate process. */
export class FamilyProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #heard = new Set<() => void>();
  readonly #exited: Promise<unknown>;
  #errors = '';

  constructor({ cleanup = 'none', endpoint = engineEndpoint(), ...rest }: FamilyProcessOptions) {
    const settings = { ...rest, cleanup, endpoint, image: busyboxImage() };
    const program = join(folder, 'bundle/family-blueprint.mjs');
    this.#child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#child, 'exit').then(() => this.#wake());
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#lines.push(line);
      this.#wake();
    });
  }

  /** Everything that it has said. */
  get output(): string {
    return `${this.#lines.join('\n')}\n${this.#errors}`;
  }

  /** Sends a command, and resolves with its answer: what follows `: ` when it went well, and `! ` when it failed. */
  async ask(command: string): Promise<string> {
    this.tell(command);
    const line = await this.says(new RegExp(`^${command}[:!] `));
    return line.slice(command.length).replace(/^: /, '');
  }

  /** Sends a command without waiting for its answer. */
  tell(command: string): void {
    this.#child.stdin?.write(`${command}\n`);
  }

  /** Resolves with the first line that fits and was not asked for before; rejects when it ends before that. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const at = this.#lines.findIndex((line) => pattern.test(line));
      if (at !== -1) return this.#lines.splice(at, 1)[0] ?? '';
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`the blueprint ended before it said ${pattern}:\n${this.output}`);
      }
      await new Promise<void>((resolve) => this.#heard.add(resolve));
    }
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Lets it close its context and end. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #wake(): void {
    for (const resolve of this.#heard) resolve();
    this.#heard.clear();
  }
}
