/** What a webhook answers. */
export interface Reply {
  readonly status: 200 | 202 | 400 | 401 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly body: unknown;
  /** Whether a call was made for it. */
  readonly accepted?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Entry {
  readonly fingerprint: string;
  readonly reply: Promise<Reply>;
  readonly expiresAt: number;
}

/** The replies to requests that came with an `Idempotency-Key`, so that a repeated one runs nothing. */
export class IdempotencyStore {
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(capacity = 10_000, ttlMs = 24 * 60 * 60 * 1000) {
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
  }

  /**
   * The reply to an earlier request with this key, also while that one still runs; else what `run` comes to.
   *
   * @param fingerprint of the request: the same key with another one is a mistake of the client's, `'mismatch'`.
   */
  replyFor(
    key: string,
    fingerprint: string,
    now: number,
    run: () => Promise<Reply>,
  ): Promise<Reply> | 'mismatch' {
    const known = this.#entries.get(key);
    if (known !== undefined && known.expiresAt > now) {
      return known.fingerprint === fingerprint ? known.reply : 'mismatch';
    }
    this.#entries.delete(key);
    this.#makeRoom();
    const reply = run();
    const entry: Entry = { fingerprint, reply, expiresAt: now + this.#ttlMs };
    this.#entries.set(key, entry);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    // What was not accepted has not happened, so that trying again makes sense. A job that failed has happened.
    reply.then(({ accepted }) => (accepted ? undefined : forget()), forget);
    return reply;
  }

  #makeRoom(): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= this.#capacity && oldest !== undefined) this.#entries.delete(oldest);
  }
}
