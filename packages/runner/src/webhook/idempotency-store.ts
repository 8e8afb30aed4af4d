/** What a webhook answers. */
export interface Reply {
  readonly status: 200 | 202 | 400 | 401 | 409 | 413 | 415 | 422 | 429 | 500 | 501 | 503;
  readonly body: unknown;
  /** Whether a call was made for it. */
  readonly accepted?: boolean | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Entry {
  readonly fingerprint: string;
  readonly expiresAt: number;
  /** The reply under way, or how it was kept. */
  reply: Promise<Reply> | string;
  bytes: number;
}

export interface IdempotencyLimits {
  /** How many replies are kept. @default 10_000 */
  readonly entries?: number | undefined;
  /** How much all of them may take. @default 16 MiB */
  readonly bytes?: number | undefined;
  /** A longer reply is kept without its body. @default 256 KiB */
  readonly replyBytes?: number | undefined;
  /** @default a day */
  readonly ttlMs?: number | undefined;
}

/** The least that an entry takes beside its texts. */
const ENTRY_BYTES = 256;

/**
 * The replies to requests that came with an `Idempotency-Key`, so that a repeated one runs nothing. The oldest go when
 * there is no more room, by number or by bytes.
 */
export class IdempotencyStore {
  readonly #limits: Required<{ readonly [K in keyof IdempotencyLimits]: number }>;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor({
    entries = 10_000,
    bytes = 16 * 1024 * 1024,
    replyBytes = 256 * 1024,
    ttlMs = 24 * 60 * 60 * 1000,
  }: IdempotencyLimits = {}) {
    this.#limits = { entries, bytes, replyBytes, ttlMs };
  }

  /** What is kept, in bytes. */
  get bytes(): number {
    return this.#bytes;
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
      if (known.fingerprint !== fingerprint) return 'mismatch';
      return typeof known.reply === 'string'
        ? Promise.resolve(JSON.parse(known.reply) as Reply)
        : known.reply;
    }
    if (known !== undefined) this.#forget(key, known);
    const reply = run();
    const bytes = ENTRY_BYTES + 2 * (key.length + fingerprint.length);
    const entry: Entry = { fingerprint, reply, expiresAt: now + this.#limits.ttlMs, bytes };
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    this.#makeRoom();
    // What was not accepted has not happened, so that trying again makes sense. A job that failed has happened.
    reply.then(
      (came) => (came.accepted ? this.#keep(key, entry, came) : this.#forget(key, entry)),
      () => this.#forget(key, entry),
    );
    return reply;
  }

  /** As text, which takes a known number of bytes. */
  #keep(key: string, entry: Entry, reply: Reply): void {
    if (this.#entries.get(key) !== entry) return;
    let text = JSON.stringify(reply);
    if (text.length > this.#limits.replyBytes) text = JSON.stringify({ ...reply, body: withoutBody(reply) });
    entry.reply = text;
    entry.bytes += 2 * text.length;
    this.#bytes += 2 * text.length;
    this.#makeRoom();
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #makeRoom(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) return;
      this.#forget(key, entry);
    }
  }
}

function withoutBody({ body }: Reply): object {
  const { callId } = body as { readonly callId?: string };
  return { callId, error: { message: 'the answer was too long to be kept; the call was made once' } };
}
