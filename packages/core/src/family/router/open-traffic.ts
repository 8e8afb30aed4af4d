import { Roster } from '../../scope/index.ts';

/** What is open of one key: how much, and how it is ended. */
export class OpenTraffic {
  readonly #closers = new Map<string, Roster<() => void>>();
  readonly #waiting = new Map<string, number>();

  /** How many requests and sockets are open, of one key or of all. */
  count(slug?: string): number {
    if (slug !== undefined) return this.#closers.get(slug)?.size ?? 0;
    let count = 0;
    for (const closers of this.#closers.values()) count += closers.size;
    return count;
  }

  waiting(slug: string): number {
    return this.#waiting.get(slug) ?? 0;
  }

  /** Notes one that waits, until the function that comes back is called. */
  wait(slug: string): () => void {
    this.#waiting.set(slug, this.waiting(slug) + 1);
    return () => {
      const left = this.waiting(slug) - 1;
      if (left > 0) this.#waiting.set(slug, left);
      else this.#waiting.delete(slug);
    };
  }

  /** Notes one that is open and how it is ended, until the function that comes back is called. */
  open(slug: string, close: () => void): () => void {
    const closers = this.#closers.get(slug) ?? new Roster<() => void>();
    const entry = closers.add(close);
    this.#closers.set(slug, closers);
    return () => {
      closers.delete(entry);
      if (closers.size === 0 && this.#closers.get(slug) === closers) this.#closers.delete(slug);
    };
  }

  /** Ends everything that is open, of one key or of all. @returns how much that was. */
  end(slug?: string): number {
    const ended = slug === undefined ? [...this.#closers.values()] : [this.#closers.get(slug) ?? []];
    const closers = ended.flatMap((each) => [...each]);
    for (const close of closers) close();
    return closers.length;
  }
}
