/** Reads something again whenever it may have changed: one reading at a time, and one more if it changed meanwhile. */
export class Refresher {
  #reading: { readonly key: string; readonly abort: AbortController; again: boolean } | undefined;

  /** @param key what is read: a reading of anything else is given up. */
  refresh(key: string, read: (signal: AbortSignal) => Promise<void>): void {
    if (this.#reading?.key === key) {
      this.#reading.again = true;
      return;
    }
    this.stop();
    const reading = { key, abort: new AbortController(), again: false };
    this.#reading = reading;
    void this.#read(reading, read);
  }

  stop(): void {
    this.#reading?.abort.abort();
    this.#reading = undefined;
  }

  async #read(
    reading: { readonly abort: AbortController; again: boolean },
    read: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    do {
      reading.again = false;
      await read(reading.abort.signal);
    } while (reading.again && !reading.abort.signal.aborted);
    if (!reading.abort.signal.aborted) this.#reading = undefined;
  }
}
