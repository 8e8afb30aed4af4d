import { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import { startAnswerTimer } from '../../scope/index.ts';
import type { RunningCall } from './running-call.ts';

/** An engine that says nothing for so long, while it should send what it has, is lost. */
export const SILENCE_MS = 30_000;

const READABLE_BYTES = 256 * 1024;

/** A stream that the engine has begun to send, until it ends or is closed. */
export class OpenStream<T extends Readable = Readable> {
  readonly body: T;
  readonly #running: RunningCall;
  readonly #onClosed: () => void;

  /** @param onClosed is called once, when it is over. */
  constructor(body: T, running: RunningCall, onClosed: () => void) {
    this.body = body;
    this.#running = running;
    this.#onClosed = onClosed;
    body.once('close', onClosed);
  }

  get operation(): string {
    return this.#running.call.operation;
  }

  /** Makes a failure of the stream the caller's: its abort, our closing, a lost connection. */
  failure(error: unknown): DocktopusError {
    return this.#running.failure(error);
  }

  close(): void {
    this.#onClosed();
    this.body.destroy();
  }

  /** The bytes; an engine that says nothing for `silenceMs` while it is waited for ends the call with `timeout`. */
  async *chunks(silenceMs = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer, void, undefined> {
    if (silenceMs === Number.POSITIVE_INFINITY) {
      yield* this.body;
      return;
    }
    let isWaitedFor = true;
    using timer = startAnswerTimer(silenceMs, () => {
      if (isWaitedFor) this.#running.end(this.#silence(silenceMs));
    });
    for await (const chunk of this.body) {
      // The time that the reader takes is not the engine's.
      isWaitedFor = false;
      yield chunk;
      isWaitedFor = true;
      timer.refresh();
    }
  }

  /** What `read` makes of the stream; leaving the loop early ends it, and its failures come out translated. */
  async *reading<R>(read: AsyncIterable<R>): AsyncGenerator<R, void, undefined> {
    try {
      yield* read;
    } catch (error) {
      throw this.failure(error);
    } finally {
      this.close();
    }
  }

  /**
   * The stream as a `Readable` whose error is the translated one; destroying it ends the connection.
   *
   * @param silenceMs as for {@link chunks}.
   */
  toReadable(silenceMs?: number): Readable {
    return Readable.from(this.reading(this.chunks(silenceMs)), {
      objectMode: false,
      highWaterMark: READABLE_BYTES,
    });
  }

  #silence(silenceMs: number): DocktopusError {
    const { operation, subject } = this.#running.call;
    return new DocktopusError('timeout', {
      operation,
      subject,
      reason: `the engine has said nothing for ${silenceMs} ms in the middle of its answer`,
      details: { timeoutMs: silenceMs },
    });
  }
}
