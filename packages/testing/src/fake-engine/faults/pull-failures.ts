import type { Fault } from './fault.ts';

interface PullFailure {
  readonly status: number;
  readonly message: string;
}

/** Why pulls fail, if they do; the first reason that is left counts. */
export class PullFailures {
  readonly #failures: { readonly failure: PullFailure; left: number; hits: number }[] = [];

  add(failure: PullFailure, times: number): Fault {
    const entry = { failure, left: times, hits: 0 };
    this.#failures.push(entry);
    const undo = () => {
      entry.left = 0;
    };
    return {
      get hits() {
        return entry.hits;
      },
      undo,
      [Symbol.dispose]: undo,
    };
  }

  /** What the next pull fails with. */
  next(): PullFailure | undefined {
    const entry = this.#failures.find(({ left }) => left > 0);
    if (entry === undefined) return undefined;
    entry.left -= 1;
    entry.hits += 1;
    return entry.failure;
  }
}
