import type { AttachedStream, Engine, OutputChunk } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { type LogLine, MAX_LINE_BYTES, readLines } from '../logs/index.ts';
import { exitCodeOf } from './exit-code.ts';

/** A command that runs in a container, as streams. */
export class ExecProcess implements Disposable {
  readonly #engine: Engine;
  readonly #execId: string;
  readonly #stream: AttachedStream;
  readonly #subject: string;
  readonly #signal: AbortSignal;
  readonly #tty: boolean;

  /** @internal */
  constructor(
    engine: Engine,
    execId: string,
    stream: AttachedStream,
    about: { subject: string; signal: AbortSignal; tty: boolean },
  ) {
    this.#engine = engine;
    this.#execId = execId;
    this.#stream = stream;
    this.#subject = about.subject;
    this.#signal = about.signal;
    this.#tty = about.tty;
  }

  /** What it writes, as it comes. Read it once, and to its end: a command whose output nobody reads stops. */
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

  /** The command reads end of file next. */
  endInput(): Promise<void> {
    return this.#stream.endInput();
  }

  /** Of its terminal, when it has one. */
  resize(size: { readonly rows: number; readonly columns: number }, options?: CallOptions): Promise<void> {
    return this.#engine.resizeExec(this.#execId, size, options);
  }

  /** The exit code, once the output has been read to its end. */
  exitCode(): Promise<number> {
    return exitCodeOf(this.#engine, this.#execId, this.#subject, this.#signal);
  }

  /** Drops the connection. The command goes on: the engine has no way to end it but to end the container. */
  close(): void {
    this.#stream.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
