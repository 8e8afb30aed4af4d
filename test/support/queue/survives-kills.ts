import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { bundleFromSource } from '../bundle-from-source.ts';
import type { DoomedSettings } from './doomed-worker.ts';

export interface KillPlan {
  /** The address of a server. @default a file of SQLite */
  readonly queue?: string | undefined;
  readonly jobs: number;
  /** How often the worker is killed before it may go on to the end. */
  readonly kills: number;
  /** Called in place of some kills, while the worker goes on: to kill its server. */
  readonly disturb?: (() => Promise<void>) | undefined;
}

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  /** How often the lease of a job ran out, by its number. */
  readonly again: Readonly<Record<string, number>>;
}

/**
 * Kills a worker again and again while it keeps and runs jobs, and shows that no job that was said to be kept is lost, that
 * each is done, and that each further run is one that the job itself counts.
 *
 * @returns how many jobs were run again.
 */
export async function survivesKills({ queue, jobs, kills, disturb }: KillPlan): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-kills-'));
  try {
    await bundleFromSource(['test/support/queue/doomed-worker.ts'], folder);
    const program = join(folder, 'bundle', 'doomed-worker.mjs');
    const runs = join(folder, 'runs');
    const settings = { queue: queue ?? join(folder, 'jobs.db'), runs, jobs };
    let from = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = new Worker(program, { ...settings, from });
      // At some moment of its work: the first kills come while jobs are still handed in.
      await worker.runsOn(runs, (jobs / (kills + 1)) * (0.2 + Math.random() * 0.6));
      if (disturb !== undefined && kill % 2 === 0) {
        await disturb();
        await worker.runsOn(runs, 1);
      }
      await worker.kill();
      from = Math.max(from, worker.kept);
    }
    const last = new Worker(program, { ...settings, from });
    const { counts, again } = await last.report();
    const done = (await readFile(runs, 'utf8')).trimEnd().split('\n');
    const times = new Map<string, number>();
    for (const number of done) times.set(number, (times.get(number) ?? 0) + 1);
    expect(counts).toMatchObject({ done: jobs, dead: 0, cancelled: 0, running: 0, queued: 0, delayed: 0 });
    expect(times.size).toBe(jobs);
    const uncounted = [...times].filter(([number, count]) => count > 1 + (again[number] ?? 0));
    expect(uncounted).toEqual([]);
    return done.length - jobs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One process of the worker. */
class Worker {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: string[] = [];
  #errors = '';

  constructor(program: string, settings: DoomedSettings) {
    this.#child = spawn(process.execPath, [program, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#child, 'close');
    this.#child.stderr?.on('data', (text) => {
      this.#errors += String(text);
    });
    createInterface({ input: this.#child.stdout! }).on('line', (line) => this.#lines.push(line));
  }

  /** How many jobs it has said to be kept. */
  get kept(): number {
    return Math.max(
      0,
      ...this.#lines.filter((line) => line.startsWith('kept ')).map((line) => Number(line.slice(5))),
    );
  }

  /** Waits until it has run `more` jobs. */
  async runsOn(runs: string, more: number): Promise<void> {
    const begun = await lengthOf(runs);
    while ((await lengthOf(runs)) < begun + more) {
      if (this.#child.exitCode !== null) {
        // It had less left to do than that.
        if (this.#child.exitCode === 0) return;
        throw new Error(`the worker ended with ${this.#child.exitCode}: ${this.#errors}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async report(): Promise<Report> {
    await this.#ended;
    const end = this.#lines.find((line) => line.startsWith('end '));
    if (end === undefined) throw new Error(`the worker ended without a report: ${this.#errors}`);
    return JSON.parse(end.slice(4)) as Report;
  }
}

async function lengthOf(runs: string): Promise<number> {
  return existsSync(runs) ? (await readFile(runs, 'utf8')).split('\n').length - 1 : 0;
}
