import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RUN } from '../harness/own-containers.ts';
import { percentile } from '../harness/statistics.ts';
import type { Said } from './service.ts';
import type { SERVICES } from './services.ts';

const PROGRAM = fileURLToPath(new URL('./service.ts', import.meta.url));

/** The results of offering work for a while. */
export interface Offered {
  readonly perSecond: number;
  readonly donePerSecond: number;
  readonly acceptMs: readonly [p50: number, p99: number];
  readonly doneMs: readonly [p50: number, p99: number];
  /** By what was answered in place of 202. */
  readonly refused: ReadonlyMap<string, number>;
  /** Accepted, and not ended when all had had their time. */
  readonly lost: number;
}

/** A service under load, seen from those who call it. */
export class Loaded {
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #ended = new Map<number, number>();
  readonly #waiting = new Map<number, () => void>();
  #next = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
    child.on('message', (said: Said) => {
      if (!('ended' in said)) return;
      this.#ended.set(said.ended, performance.now());
      this.#waiting.get(said.ended)?.();
    });
  }

  static async launch(name: keyof typeof SERVICES, env: NodeJS.ProcessEnv): Promise<Loaded> {
    const child = fork(PROGRAM, [name], { env: { ...process.env, DOCKTOPUS_BENCH_RUN: RUN, ...env } });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Loaded(child, port);
  }

  /** So many callers, each of whom hands in the next job when the last one has ended. */
  closedLoop(callers: number, lastMs: number): Promise<Offered> {
    return this.#offer(lastMs, async (until, hand) => {
      const caller = async () => {
        while (performance.now() < until) await this.#end(await hand());
      };
      await Promise.all(Array.from({ length: callers }, caller));
    });
  }

  /** So many jobs each second, whatever becomes of them. */
  openLoop(perSecond: number, lastMs: number): Promise<Offered> {
    return this.#offer(lastMs, async (until, hand) => {
      const begun = performance.now();
      const handed: Promise<unknown>[] = [];
      while (performance.now() < until) {
        handed.push(hand());
        await pause(Math.max(0, begun + (handed.length * 1000) / perSecond - performance.now()));
      }
      await Promise.all(handed);
    });
  }

  async memory(): Promise<{ readonly heapBytes: number; readonly rssBytes: number }> {
    this.#child.send('read');
    for (;;) {
      const [said] = (await once(this.#child, 'message')) as [Said];
      if ('heapBytes' in said) return said;
    }
  }

  async close(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.send('stop');
    await gone;
  }

  async #offer(
    lastMs: number,
    offer: (untilMs: number, hand: () => Promise<number | undefined>) => Promise<void>,
  ): Promise<Offered> {
    const begun = performance.now();
    const accepted: { readonly number: number; readonly at: number }[] = [];
    const acceptMs: number[] = [];
    const refused = new Map<string, number>();
    let offered = 0;
    const hand = async () => {
      offered += 1;
      const number = this.#next++;
      const at = performance.now();
      const answer = await fetch(`http://127.0.0.1:${this.#port}/work`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number }),
      });
      await answer.arrayBuffer();
      acceptMs.push(performance.now() - at);
      if (answer.status === 202) {
        accepted.push({ number, at });
        return number;
      }
      const wait = answer.headers.get('retry-after');
      const how = `${answer.status}${wait === null ? '' : `, Retry-After ${wait} s`}`;
      refused.set(how, (refused.get(how) ?? 0) + 1);
      return undefined;
    };
    await offer(begun + lastMs, hand);
    const offeredMs = performance.now() - begun;
    await this.#drained(accepted.map(({ number }) => number));
    const ends = accepted.flatMap(({ number, at }) => {
      const end = this.#ended.get(number);
      return end === undefined ? [] : [{ ms: end - at, end }];
    });
    const lastMsAt = Math.max(...ends.map(({ end }) => end));
    const doneMs = ends.map(({ ms }) => ms);
    return {
      perSecond: (offered * 1000) / offeredMs,
      donePerSecond: (ends.length * 1000) / (lastMsAt - begun),
      acceptMs: [percentile(acceptMs, 50), percentile(acceptMs, 99)],
      doneMs: [percentile(doneMs, 50), percentile(doneMs, 99)],
      refused,
      lost: accepted.length - ends.length,
    };
  }

  /** Until all have ended, or none has for half a minute. */
  async #drained(numbers: readonly number[]): Promise<void> {
    for (let quietSince = performance.now(), before = -1; performance.now() - quietSince < 30_000; ) {
      const left = numbers.filter((number) => !this.#ended.has(number)).length;
      if (left === 0) return;
      if (left !== before) quietSince = performance.now();
      before = left;
      await pause(20);
    }
  }

  async #end(number: number | undefined): Promise<void> {
    // Refused: as a caller that does as it is told would.
    if (number === undefined) return pause(1000);
    if (this.#ended.has(number)) return undefined;
    return new Promise((resolve) => this.#waiting.set(number, resolve));
  }
}
