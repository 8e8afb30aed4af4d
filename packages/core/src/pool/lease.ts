import type { Container } from '../container/index.ts';

/** A container of a pool that is one caller's own until it is given back. */
export class Lease implements AsyncDisposable {
  readonly container: Container;
  readonly #giveBack: () => Promise<void>;
  #given: Promise<void> | undefined;

  constructor(container: Container, giveBack: () => Promise<void>) {
    this.container = container;
    this.#giveBack = giveBack;
  }

  /** Removes the container, whatever it does, and makes room for the next. Twice is fine. */
  dispose(): Promise<void> {
    this.#given ??= this.#giveBack();
    return this.#given;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}
