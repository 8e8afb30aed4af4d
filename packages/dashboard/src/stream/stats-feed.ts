import type { StatsSample } from '../api/index.ts';
import type { ContainerSource } from '../source/index.ts';

interface Reading {
  readonly abort: AbortController;
  readers: number;
  latest: StatsSample | undefined;
}

/** The latest statistics of every container that some stream watches: one reading for all who watch it. */
export class StatsFeed implements Disposable {
  readonly #containers: ContainerSource;
  readonly #readings = new Map<string, Reading>();

  constructor(containers: ContainerSource) {
    this.#containers = containers;
  }

  /** Keeps the container's statistics coming until the answer is called. */
  watch(id: string): () => void {
    const reading = this.#readings.get(id) ?? this.#begin(id);
    reading.readers += 1;
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      reading.readers -= 1;
      if (reading.readers === 0) this.#end(id, reading);
    };
  }

  latest(id: string): StatsSample | undefined {
    return this.#readings.get(id)?.latest;
  }

  [Symbol.dispose](): void {
    for (const [id, reading] of this.#readings) this.#end(id, reading);
  }

  #begin(id: string): Reading {
    const reading: Reading = { abort: new AbortController(), readers: 0, latest: undefined };
    this.#readings.set(id, reading);
    void this.#read(id, reading);
    return reading;
  }

  async #read(id: string, reading: Reading): Promise<void> {
    try {
      for await (const sample of this.#containers.stats(id, reading.abort.signal)) reading.latest = sample;
    } catch {
      // A container that has ended or is gone has no statistics; the board says so.
    }
    // Asked for again later, it is tried again: the container may have been started meanwhile.
    if (this.#readings.get(id) === reading) this.#readings.delete(id);
  }

  #end(id: string, reading: Reading): void {
    reading.abort.abort();
    if (this.#readings.get(id) === reading) this.#readings.delete(id);
  }
}
