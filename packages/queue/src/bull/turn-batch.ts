/** So many are handed over at most, so that the server works while more are made. */
const MOST = 100;

interface Waiting<In, Out> {
  readonly given: In;
  readonly resolve: (made: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands over together what comes by itself within one turn of the event loop: that costs a fraction of handing over each.
 * All of a batch share its failure.
 */
export class TurnBatch<In, Out> {
  readonly #handOver: (given: readonly In[]) => Promise<readonly Out[]>;
  #waiting: Waiting<In, Out>[] = [];

  /** @param handOver answers for each, in order. */
  constructor(handOver: (given: readonly In[]) => Promise<readonly Out[]>) {
    this.#handOver = handOver;
  }

  add(given: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) process.nextTick(() => void this.#flush());
      this.#waiting.push({ given, resolve, reject });
      if (this.#waiting.length === MOST) void this.#flush();
    });
  }

  /** Never rejects. */
  async #flush(): Promise<void> {
    const together = this.#waiting;
    this.#waiting = [];
    if (together.length === 0) return;
    try {
      const made = await this.#handOver(together.map(({ given }) => given));
      for (const [index, { resolve }] of together.entries()) resolve(made[index] as Out);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
