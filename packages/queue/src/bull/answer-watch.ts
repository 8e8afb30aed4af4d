import { Roster, type RosterEntry, type Semaphore } from '@docktopus/core/kit';

interface WaitingCall {
  readonly since: number;
  /** `undefined` while it waits in a line of ours, for which the server is not to blame. */
  sentAt: number | undefined;
  readonly fail: (error: Error) => void;
}

/** Nothing that was sent waits for longer than so many times the time that a server may be silent, even if it answers others. */
const LONGEST = 10;
const LOOKS = 4;

/**
 * Fails calls that a server does not answer. One timer watches all of them, and a server that answers others has not
 * gone: a timer for each call costs as much as the call, and ends those at the back of a long queue.
 */
export class AnswerWatch {
  readonly #silentMs: number;
  readonly #waiting = new Roster<WaitingCall>();
  #answeredAt = 0;
  #lookedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(silentMs: number) {
    this.#silentMs = silentMs;
  }

  /**
   * @param line in which the call waits before it is sent. @default it is sent at once
   * @throws Error that says so when there is no answer in time; what `call` rejects with.
   */
  during<T>(call: () => Promise<T>, line?: Semaphore): Promise<T> {
    return new Promise((resolve, reject) => {
      const since = performance.now();
      const waiting = this.#waiting.add({
        since,
        sentAt: line === undefined ? since : undefined,
        fail: reject,
      });
      if (this.#timer === undefined) this.#start();
      const send = () => {
        waiting.value.sentAt = performance.now();
        return call();
      };
      (line === undefined ? call() : line.run(undefined, send)).then(
        (value) => {
          this.#answered(waiting);
          resolve(value);
        },
        (error: unknown) => {
          this.#answered(waiting);
          reject(error);
        },
      );
    });
  }

  #start(): void {
    this.#lookedAt = performance.now();
    this.#timer = setInterval(() => this.#look(), this.#silentMs / LOOKS).unref();
  }

  #answered(waiting: RosterEntry<WaitingCall>): void {
    this.#answeredAt = performance.now();
    this.#waiting.delete(waiting);
  }

  #look(): void {
    const now = performance.now();
    const isLate = now - this.#lookedAt > (2 * this.#silentMs) / LOOKS;
    this.#lookedAt = now;
    // This process was held up: answers that came meanwhile are read only after this turn.
    if (isLate) return;
    const silent = now - this.#answeredAt > this.#silentMs;
    for (const waiting of this.#waiting.entries()) {
      const { since, sentAt = now, fail } = waiting.value;
      const waitedMs = now - since;
      const isOver = silent ? waitedMs >= this.#silentMs : now - sentAt >= this.#silentMs * LONGEST;
      if (!isOver) continue;
      this.#waiting.delete(waiting);
      fail(new Error(`timed out: no answer for ${Math.round(waitedMs)} ms`));
    }
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
