import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '@docktopus/core';
import { afterAll, beforeAll } from 'vitest';
import { bundleFromSource } from '../bundle-from-source.ts';
import { busyboxImage, engineEndpoint } from '../engine.ts';

let folder = '';

/** Call it in each file that makes a {@link Doomed}. */
export function buildDoomed(): void {
  beforeAll(async () => {
    mkdirSync('.cache', { recursive: true });
    folder = await mkdtemp(resolve('.cache/crash-'));
    await bundleFromSource([fileURLToPath(new URL('./crash-blueprint.ts', import.meta.url))], folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));
}

export interface DoomedOptions {
  readonly name: string;
  readonly label: string;
  /** @default 'watcher' */
  readonly cleanup?: Cleanup;
  readonly persistent?: string;
  readonly single?: true | 'standby';
  readonly endpoint?: string;
}

/** The blueprint of crash-blueprint.ts in a separate process and process group. */
export class Doomed implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #words: string[] = [];
  readonly #heard = new Set<() => void>();
  readonly #exited: Promise<unknown>;
  #errors = '';

  constructor({ cleanup = 'watcher', endpoint = engineEndpoint(), ...rest }: DoomedOptions) {
    const program = join(folder, 'bundle/crash-blueprint.mjs');
    const settings = { ...rest, cleanup, endpoint, image: busyboxImage() };
    this.#child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#child, 'exit').then(() => this.#wake());
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
    });
    createInterface({ input: this.#child.stdout! }).on('line', (word) => {
      this.#words.push(word);
      this.#wake();
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Everything that it has said, on both streams. */
  get output(): string {
    return `${this.#words.join('\n')}\n${this.#errors}`;
  }

  /** Resolves with the first line that begins with `word`; rejects when it ends before. */
  async reaches(word: string): Promise<string> {
    for (;;) {
      const found = this.#words.find((said) => said.startsWith(word));
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`the blueprint ended before '${word}':\n${this.output}`);
      }
      await new Promise<void>((resolve) => this.#heard.add(resolve));
    }
  }

  /** SIGKILL to the whole process group; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(-this.pid, 'SIGKILL');
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
