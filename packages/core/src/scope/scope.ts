import { DocktopusError } from '../errors/index.ts';
import { throwAll } from './throw-all.ts';

/** What a scope can close: a function, or anything disposable. */
export type Closeable = (() => void | Promise<void>) | Disposable | AsyncDisposable;

/**
 * The one lifetime object: whatever is alive belongs to a scope, which closes it once, in reverse order.
 *
 * A failure while closing one thing never keeps the others open; all failures come back together.
 */
export class Scope implements AsyncDisposable {
  readonly #name: string;
  readonly #entries: { readonly close: Closeable }[] = [];
  #closing: Promise<void> | undefined;

  /** @param name says in errors whose lifetime this is. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Whether {@link close} was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /**
   * Makes `thing` live as long as this scope and returns it.
   *
   * @throws DocktopusError `context.closed` when the scope has been closed.
   */
  use<T extends Closeable>(thing: T): T {
    if (this.closed) {
      throw new DocktopusError('context.closed', {
        operation: 'scope.use',
        subject: this.#name,
        reason: 'it has been closed',
      });
    }
    this.#entries.push({ close: thing });
    return thing;
  }

  /** Closes everything in reverse order, once; later calls wait for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      try {
        await closeOne(entry.close);
      } catch (error) {
        failures.push(error);
      }
    }
    throwAll(failures, `${this.#name}: ${failures.length} things failed to close`);
  }
}

async function closeOne(thing: Closeable): Promise<void> {
  if (typeof thing === 'function') await thing();
  else if (Symbol.asyncDispose in thing) await thing[Symbol.asyncDispose]();
  else thing[Symbol.dispose]();
}
