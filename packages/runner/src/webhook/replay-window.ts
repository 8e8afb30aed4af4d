/** Remembers signatures until they are too old to be accepted anyway. */
export class ReplayWindow {
  readonly #capacity: number;
  /** In the order of arrival, which is nearly that of their ends. */
  readonly #seen = new Map<string, number>();

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  /**
   * Remembers `signature` until `until`, in milliseconds since 1970.
   *
   * @returns `'new'`, `'seen'`, or `'full'`: too many came in a short time to tell any more.
   */
  add(signature: string, until: number, now: number): 'new' | 'seen' | 'full' {
    const known = this.#seen.get(signature);
    if (known !== undefined && known >= now) return 'seen';
    if (this.#seen.size >= this.#capacity) this.#forgetOld(now);
    if (this.#seen.size >= this.#capacity) return 'full';
    this.#seen.set(signature, until);
    return 'new';
  }

  /** The request with this signature has come to nothing, and may come again. */
  forget(signature: string): void {
    this.#seen.delete(signature);
  }

  #forgetOld(now: number): void {
    for (const [signature, until] of this.#seen) if (until < now) this.#seen.delete(signature);
  }
}
