import { abortable } from '@docktopus/core/kit';
import type { JobResult } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { Consumer, ConsumerHost, ConsumerOptions } from './consumer.ts';

/** Who counts what becomes of results. */
export interface ConsumerCounters {
  droppedResults: number;
  consumerFailures: number;
}

/**
 * A consumer behind a bounded buffer: whatever it does, `push` returns at once.
 *
 * A result goes straight to the consumer when it is idle; one at a time, in order.
 */
export class ConsumerQueue {
  readonly #consumer: Consumer;
  readonly #filter: (result: JobResult) => boolean;
  readonly #capacity: number;
  readonly #dropOldest: boolean;
  readonly #counters: ConsumerCounters;
  readonly #log: Logger;
  readonly #controller = new AbortController();
  #waiting: JobResult[] = [];
  #opened = false;
  #busy = false;
  #dropped = 0;
  #closing = false;
  #whenIdle: (() => void) | undefined;

  constructor(consumer: Consumer, options: ConsumerOptions, counters: ConsumerCounters, log: Logger) {
    this.#consumer = consumer;
    this.#filter = options.filter ?? (() => true);
    this.#capacity = options.buffer ?? 1024;
    this.#dropOldest = options.overflow !== 'drop-newest';
    this.#counters = counters;
    this.#log = log;
  }

  get name(): string {
    return this.#consumer.name;
  }

  async open(host: ConsumerHost): Promise<void> {
    await this.#consumer.open?.(host);
    this.#opened = true;
    // The start was given up while it opened.
    if (this.#closing) await this.#consumer.close?.();
  }

  push(result: JobResult): void {
    if (!this.#wants(result)) return;
    if (!this.#busy) this.#pump(result);
    else if (this.#waiting.length < this.#capacity) this.#waiting.push(result);
    else {
      this.#drop(1);
      if (!this.#dropOldest || this.#capacity === 0) return;
      this.#waiting.shift();
      this.#waiting.push(result);
    }
  }

  /**
   * Waits until the consumer has taken everything, then closes it, if it was opened.
   *
   * @param timeUp when it aborts, what has not been taken is given up.
   * @throws whatever closing fails with.
   */
  async close(timeUp: AbortSignal): Promise<void> {
    this.#closing = true;
    const onTimeUp = () => this.#giveUp(timeUp.reason);
    timeUp.addEventListener('abort', onTimeUp, { once: true });
    if (timeUp.aborted) onTimeUp();
    try {
      if (this.#busy)
        await new Promise<void>((resolve) => {
          this.#whenIdle = resolve;
        });
      const closing = this.#opened ? this.#consumer.close?.() : undefined;
      if (closing !== undefined) await abortable(closing, timeUp);
    } finally {
      timeUp.removeEventListener('abort', onTimeUp);
    }
  }

  /** A filter that throws has failed as its consumer would have. */
  #wants(result: JobResult): boolean {
    try {
      return this.#filter(result);
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** A loop and no recursion: a buffer may be long, and a consumer may take all of it at once. */
  #pump(first?: JobResult): void {
    for (let result = first ?? this.#waiting.shift(); result !== undefined; result = this.#waiting.shift()) {
      this.#busy = true;
      const taking = this.#take(result);
      if (taking !== undefined) {
        void taking.then(() => this.#pump());
        return;
      }
    }
    this.#busy = false;
    this.#whenIdle?.();
  }

  /** Never throws and never rejects; a promise when the consumer takes its time. */
  #take(result: JobResult): Promise<void> | undefined {
    try {
      const taking = this.#consumer.consume(result, this.#controller.signal);
      return taking instanceof Promise ? taking.catch((error: unknown) => this.#failed(error)) : undefined;
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    this.#counters.consumerFailures += 1;
    this.#log.error(`consumer ${this.name} failed`, { err: error });
  }

  #giveUp(reason: unknown): void {
    const left = this.#waiting.length + (this.#busy ? 1 : 0);
    this.#waiting = [];
    this.#controller.abort(reason);
    if (left > 0) this.#drop(left);
    this.#whenIdle?.();
  }

  /** Says so at the first, the tenth, the hundredth, …: a slow consumer must not flood the log as well. */
  #drop(count: number): void {
    const before = this.#dropped;
    this.#dropped += count;
    this.#counters.droppedResults += count;
    const digits = String(this.#dropped).length;
    if (before !== 0 && String(before).length === digits) return;
    this.#log.warn(`consumer ${this.name} is too slow: results were dropped`, { dropped: this.#dropped });
  }
}
