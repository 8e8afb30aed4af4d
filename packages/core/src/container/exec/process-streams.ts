import { type AttachedStream, batchesOf, flattened, type OutputChunk } from '../../engine/index.ts';
import { type LogLine, MAX_LINE_BYTES, readLines } from '../logs/index.ts';

/** The streams of a process in a container. Closing drops the connection; the process goes on. */
export class ProcessStreams implements Disposable {
  readonly #stream: AttachedStream;
  readonly #tty: boolean;
  readonly #closed = new AbortController();

  /**
   * What it writes, as it comes. Read it once, and to its end: a process whose output is not read stops.
   *
   * It ends when the process has, and with an error when the connection was lost before.
   */
  readonly output: AsyncIterable<OutputChunk>;

  /**
   * @param proveEnd rejects when the process goes on although its output has ended.
   * @internal
   */
  constructor(stream: AttachedStream, tty: boolean, proveEnd: (closed: AbortSignal) => Promise<unknown>) {
    this.#stream = stream;
    this.#tty = tty;
    this.output = flattened(provedToEnd(stream.output, proveEnd, this.#closed.signal));
  }

  /** {@link output} as lines. */
  lines(): AsyncIterable<LogLine> {
    return readLines(this.output, {
      timestamps: false,
      maxLineBytes: MAX_LINE_BYTES,
      tty: this.#tty,
    });
  }

  /** Resolves when the engine has taken it. */
  write(data: string | Uint8Array): Promise<void> {
    return this.#stream.write(data);
  }

  /** The process reads end of file next. */
  endInput(): Promise<void> {
    return this.#stream.endInput();
  }

  /** Drops the connection; the process goes on. */
  close(): void {
    this.#closed.abort();
    this.#stream.close();
  }

  /** Resolves when the connection is over: at the end of the output, or when it is closed or lost. Never rejects. */
  get ended(): Promise<void> {
    return this.#stream.ended;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

async function* provedToEnd(
  output: AsyncIterable<OutputChunk>,
  proveEnd: (closed: AbortSignal) => Promise<unknown>,
  closed: AbortSignal,
): AsyncGenerator<readonly OutputChunk[], void, undefined> {
  yield* batchesOf(output);
  if (closed.aborted) return;
  try {
    await proveEnd(closed);
  } catch (error) {
    if (!closed.aborted) throw error;
  }
}
