/** A pending call of the fake engine's clock. */
export interface FakeTimer {
  cancel(): void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * The fake engine's time. It runs with the real clock, or stands still until it is moved; moving it forward
 * fires everything that falls due, in order, in either mode.
 */
export class FakeClock {
  readonly #running: boolean;
  readonly #startedAt = Date.now();
  readonly #monotonicStart = performance.now();
  #moved = 0;
  #order = 0;
  #lastNano = 0n;
  #entries: Entry[] = [];
  #real: NodeJS.Timeout | undefined;
  #held = 0;

  /** @param running whether it advances by itself. */
  constructor(running: boolean) {
    this.#running = running;
  }

  /** Milliseconds since the epoch, with fractions. */
  now(): number {
    const passed = this.#running ? performance.now() - this.#monotonicStart : 0;
    return this.#startedAt + passed + this.#moved;
  }

  /** Nanoseconds since the epoch, never the same twice. */
  nowNano(): bigint {
    const now = BigInt(Math.round(this.now() * 1e3)) * 1000n;
    this.#lastNano = now > this.#lastNano ? now : this.#lastNano + 1n;
    return this.#lastNano;
  }

  /** Calls `run` once, `ms` milliseconds from now. */
  after(ms: number, run: () => void): FakeTimer {
    this.#order += 1;
    const entry: Entry = { at: this.now() + Math.max(0, ms), order: this.#order, run };
    const index = this.#entries.findIndex(({ at }) => at > entry.at);
    this.#entries.splice(index === -1 ? this.#entries.length : index, 0, entry);
    this.#schedule();
    return {
      cancel: () => {
        this.#entries = this.#entries.filter((other) => other !== entry);
        this.#schedule();
      },
    };
  }

  /** Moves the time forward by `ms`; whatever falls due runs at its own moment, and so does what that causes. */
  async advance(ms: number): Promise<void> {
    const end = this.now() + ms;
    await settled();
    for (let next = this.#entries[0]; next !== undefined && next.at <= end; next = this.#entries[0]) {
      this.#moved += Math.max(0, next.at - this.now());
      this.#fire(next);
      await settled();
    }
    this.#moved += Math.max(0, end - this.now());
    await settled();
  }

  /** Somebody waits for an answer: until released, a pending timer keeps the process alive. */
  hold(): () => void {
    let held = true;
    this.#held += 1;
    if (this.#held === 1) this.#real?.ref();
    return () => {
      if (!held) return;
      held = false;
      this.#held -= 1;
      if (this.#held === 0) this.#real?.unref();
    };
  }

  /** Forgets everything that is pending. */
  close(): void {
    this.#entries = [];
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#real);
    this.#real = undefined;
    const next = this.#entries[0];
    if (!this.#running || next === undefined) return;
    const wait = Math.min(Math.max(0, Math.ceil(next.at - this.now())), 2 ** 31 - 1);
    this.#real = setTimeout(() => this.#tick(), wait);
    if (this.#held === 0) this.#real.unref();
  }

  #tick(): void {
    const now = this.now();
    for (let next = this.#entries[0]; next !== undefined && next.at <= now; next = this.#entries[0]) {
      this.#fire(next);
    }
    this.#schedule();
  }

  #fire(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    entry.run();
  }
}

/** Lets everything that needs no time run to its next pause; sockets and streams take a few turns of the loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
