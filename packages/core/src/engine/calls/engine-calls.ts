import type { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import { abortable, abortedError, type CallOptions, startDeadline } from '../../scope/index.ts';
import type { DockerodeMethods } from '../modem/dockerode-methods.ts';
import { type FailedCall, translateEngineError } from '../translate/translate-engine-error.ts';

/** One call: what it is called, on what, and how long it may take by default. */
export interface Call extends FailedCall {
  readonly options?: CallOptions | undefined;
  /** @default 30_000 */
  readonly defaultMs?: number | undefined;
}

export const DEFAULT_CALL_MS = 30_000;

/** A stream that the engine has begun to send. Its failures are ready to be thrown at the user. */
export interface OpenStream<T extends Readable> {
  readonly body: T;
  /** Makes a failure of the stream the caller's: its abort, our closing, a lost connection. */
  failure(error: unknown): DocktopusError;
  /** Ends the stream. */
  close(): void;
}

/**
 * Runs each call with a deadline, the caller's signal, and the client's own end; whatever fails comes back
 * as a {@link DocktopusError}.
 */
export class EngineCalls {
  readonly dockerode: DockerodeMethods;
  readonly endpoint: string;
  readonly #underWay = new Set<AbortController>();
  #closed = false;

  constructor(dockerode: DockerodeMethods, endpoint: string) {
    this.dockerode = dockerode;
    this.endpoint = endpoint;
  }

  async run<T>(call: Call, act: (signal: AbortSignal) => PromiseLike<T>): Promise<T> {
    const running = this.#begin(call);
    try {
      return await abortable(act(running.signal), running.signal);
    } catch (error) {
      throw running.failure(error);
    } finally {
      running.release();
    }
  }

  /** Its deadline ends with the stream's beginning; the signal goes on until the stream's end. */
  async open<T extends Readable>(
    call: Call,
    act: (signal: AbortSignal) => PromiseLike<unknown>,
  ): Promise<OpenStream<T>> {
    const running = this.#begin(call);
    try {
      const body = (await abortable(act(running.signal), running.signal)) as T;
      running.stopClock();
      body.once('close', running.release);
      return {
        body,
        failure: running.failure,
        close: () => {
          running.release();
          body.destroy();
        },
      };
    } catch (error) {
      running.release();
      throw running.failure(error);
    }
  }

  /** Ends every call under way with `engine.closed`, and refuses new ones. */
  close(): void {
    this.#closed = true;
    for (const controller of this.#underWay) controller.abort(closedError('docker.close', undefined));
  }

  #begin(call: Call) {
    const { operation, subject, options = {} } = call;
    if (this.#closed) throw closedError(operation, subject);
    const deadline = startDeadline(options, call.defaultMs ?? DEFAULT_CALL_MS, operation, subject);
    const controller = new AbortController();
    const { signal: outer } = options;
    const onDeadline = () => controller.abort(deadline.signal.reason);
    const onAbort = () => controller.abort(abortedError(operation, subject, outer?.reason));
    deadline.signal.addEventListener('abort', onDeadline, { once: true });
    this.#underWay.add(controller);
    const release = () => {
      deadline[Symbol.dispose]();
      outer?.removeEventListener('abort', onAbort);
      this.#underWay.delete(controller);
    };
    const stopClock = () => {
      deadline[Symbol.dispose]();
      // The deadline has let go of the caller's signal: from here on it is ours to watch.
      if (outer?.aborted) onAbort();
      outer?.addEventListener('abort', onAbort, { once: true });
    };
    const failure = (error: unknown): DocktopusError => {
      if (!controller.signal.aborted)
        return translateEngineError(error, { ...call, endpoint: this.endpoint });
      return this.#closed ? closedError(operation, subject) : (controller.signal.reason as DocktopusError);
    };
    return { signal: controller.signal, release, stopClock, failure };
  }
}

function closedError(operation: string, subject: string | undefined): DocktopusError {
  return new DocktopusError('engine.closed', {
    operation,
    subject,
    reason: 'the Docker client has been closed',
    hint: 'Make a new one with connectDocker()',
  });
}
