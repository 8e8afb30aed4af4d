import { availableParallelism } from 'node:os';
import type { Docker, Engine } from '../engine/index.ts';
import { abortable } from '../scope/index.ts';

/** Lets a bounded number of starts run at a time, first come, first served. */
export class StartLimiter {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param slots how many at a time. */
  constructor(slots: number) {
    this.#free = slots;
  }

  /**
   * Runs `work` once a slot is free. The slot is given back when `work` settles, or earlier when it calls `release`.
   *
   * @throws the signal's reason when it aborts before the slot is granted.
   */
  async run<T>(signal: AbortSignal, work: (release: () => void) => Promise<T>): Promise<T> {
    await this.#take(signal);
    let held = true;
    const release = () => {
      if (held) this.#giveBack();
      held = false;
    };
    try {
      return await work(release);
    } finally {
      release();
    }
  }

  async #take(signal: AbortSignal): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    let grant = () => {};
    const granted = new Promise<void>((resolve) => {
      grant = resolve;
    });
    this.#waiting.push(grant);
    try {
      await abortable(granted, signal);
    } catch (error) {
      const index = this.#waiting.indexOf(grant);
      // Granted in the very moment of giving up: it goes to the next one.
      if (index === -1) this.#giveBack();
      else this.#waiting.splice(index, 1);
      throw error;
    }
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

/** More at a time only makes each start take longer. */
const STARTS_PER_CPU = 2;

const limiters = new WeakMap<Engine, StartLimiter>();

/** The one limiter of all contexts that share a connection. */
export function startLimiterOf({ engine }: Docker): StartLimiter {
  const known = limiters.get(engine);
  if (known !== undefined) return known;
  const made = new StartLimiter(Math.max(4, STARTS_PER_CPU * availableParallelism()));
  limiters.set(engine, made);
  return made;
}
