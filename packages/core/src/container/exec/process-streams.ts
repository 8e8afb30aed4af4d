import type { AttachedStream, OutputChunk } from '../../engine/index.ts';
import { type LogLine, MAX_LINE_BYTES, readLines } from '../logs/index.ts';

/** The streams of a process in a container. Closing drops the connection; the process goes on. */
export class ProcessStreams implements Disposable {
  readonly #stream: AttachedStream;
  readonly #tty: boolean;

  /** @internal */
  constructor(stream: AttachedStream, tty: boolean) {
    this.#stream = stream;
    this.#tty = tty;
  }

  /** What it writes, as it comes. Read it once, and to its end: a process whose output is not read stops. */
  get output(): AsyncIterable<OutputChunk> {
    return this.#stream.output;
  }

  /** {@link output} as lines. */
  lines(): AsyncIterable<LogLine> {
    return readLines(this.#stream.output, {
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
