import type { AttachedStream, Docker } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { type ExecOf, exitCodeOf } from './exit-code.ts';
import { ProcessStreams } from './process-streams.ts';

/**
 * A command that runs in a container, as streams. It goes on when they are closed: the engine has no way to end it but to
 * end the container.
 */
export class ExecProcess extends ProcessStreams {
  readonly #docker: Docker;
  readonly #exec: ExecOf;
  readonly #signal: AbortSignal;
  #exitCode: Promise<number> | undefined;

  /** @internal */
  constructor(
    docker: Docker,
    exec: ExecOf,
    stream: AttachedStream,
    { signal, tty }: { readonly signal: AbortSignal; readonly tty: boolean },
  ) {
    super(stream, tty, () => this.exitCode());
    this.#docker = docker;
    this.#exec = exec;
    this.#signal = signal;
  }

  /** Of its terminal, when it has one. */
  async resize(
    size: { readonly rows: number; readonly columns: number },
    options?: CallOptions,
  ): Promise<void> {
    return this.#docker.engine.resizeExec(this.#exec.execId, size, options);
  }

  /**
   * The exit code, once the output has been read to its end.
   *
   * @throws DocktopusError `engine.disconnected` when the output was cut off; so does the end of {@link output}.
   */
  exitCode(): Promise<number> {
    this.#exitCode ??= exitCodeOf(this.#docker, this.#exec, this.#signal);
    return this.#exitCode;
  }
}
