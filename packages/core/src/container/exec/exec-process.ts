import type { AttachedStream, Engine } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { exitCodeOf } from './exit-code.ts';
import { ProcessStreams } from './process-streams.ts';

/**
 * A command that runs in a container, as streams. It goes on when they are closed: the engine has no way to end it but to
 * end the container.
 */
export class ExecProcess extends ProcessStreams {
  readonly #engine: Engine;
  readonly #execId: string;
  readonly #subject: string;
  readonly #signal: AbortSignal;

  /** @internal */
  constructor(
    engine: Engine,
    execId: string,
    stream: AttachedStream,
    about: { subject: string; signal: AbortSignal; tty: boolean },
  ) {
    super(stream, about.tty);
    this.#engine = engine;
    this.#execId = execId;
    this.#subject = about.subject;
    this.#signal = about.signal;
  }

  /** Of its terminal, when it has one. */
  async resize(
    size: { readonly rows: number; readonly columns: number },
    options?: CallOptions,
  ): Promise<void> {
    return this.#engine.resizeExec(this.#execId, size, options);
  }

  /** The exit code, once the output has been read to its end. */
  exitCode(): Promise<number> {
    return exitCodeOf(this.#engine, this.#execId, this.#subject, this.#signal);
  }
}
