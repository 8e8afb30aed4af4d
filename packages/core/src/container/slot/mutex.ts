import { abortable } from '../../scope/index.ts';

/** One at a time, in the order of asking. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs `work` once everything asked for earlier has settled; whoever stops waiting loses its turn.
   *
   * @throws the signal's reason when it aborts before the turn has come.
   */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let release = () => {};
    const done = new Promise<void>((resolve) => {
      release = resolve;
    });
    // Also when we give up waiting, those behind us still wait for those before us.
    this.#last = before.then(() => done);
    try {
      await abortable(before, signal);
      return await work();
    } finally {
      release();
    }
  }
}
