/** Something that happens now and then, and that others wait for. */
export class Occasion {
  readonly #once = new Set<() => void>();
  readonly #always = new Set<() => void>();

  /** Resolves when it happens next. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#once.add(resolve));
  }

  /** Calls back each time, until the function that it returns is called. */
  each(callback: () => void): () => void {
    this.#always.add(callback);
    return () => this.#always.delete(callback);
  }

  happen(): void {
    const waiting = [...this.#once];
    this.#once.clear();
    for (const callback of [...this.#always, ...waiting]) callback();
  }
}
