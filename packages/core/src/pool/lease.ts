import type { Container } from '../container/index.ts';

/** A container of a pool that is one caller's own until it is given back. */
export class Lease implements AsyncDisposable {
  readonly container: Container;
  readonly #release: () => Promise<void>;
  #given: Promise<void> | undefined;

  constructor(container: Container, release: () => Promise<void>) {
    this.container = container;
    this.#release = release;
  }

  /** Removes the container, whatever it does, and makes room for the next. Twice is fine. */
  release(): Promise<void> {
    this.#given ??= this.#release();
    return this.#given;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }
}
