import type { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import { abortable } from '../../scope/index.ts';
import type { Environment } from '../endpoint/surroundings.ts';
import type { DockerodeMethods } from '../modem/dockerode-methods.ts';
import { OpenStream } from './open-stream.ts';
import { type Call, RunningCall } from './running-call.ts';

/**
 * Runs each call with a deadline, the caller's signal, and the client's own end; whatever fails comes back
 * as a {@link DocktopusError}.
 */
export class EngineCalls {
  readonly dockerode: DockerodeMethods;
  /** Says where the Docker CLI keeps its credentials. */
  readonly env: Environment;
  readonly endpoint: string;
  readonly #underWay = new Set<RunningCall>();
  #closed = false;

  constructor(dockerode: DockerodeMethods, endpoint: string, env: Environment) {
    this.dockerode = dockerode;
    this.env = env;
    this.endpoint = endpoint;
  }

  /** A call with one answer. */
  async run<T>(call: Call, act: (signal: AbortSignal) => PromiseLike<T>): Promise<T> {
    const running = this.#begin(call);
    try {
      return await abortable(act(running.signal), running.signal);
    } catch (error) {
      throw running.failure(error);
    } finally {
      this.#end(running);
    }
  }

  /**
   * A call whose one answer is JSON: an object or a list.
   *
   * @throws DocktopusError `engine.protocol` when it is anything else.
   */
  async ask<T extends object>(call: Call, act: (signal: AbortSignal) => PromiseLike<unknown>): Promise<T> {
    const answer = await this.run(call, act);
    if (typeof answer === 'object' && answer !== null && !Buffer.isBuffer(answer)) return answer as T;
    throw new DocktopusError('engine.protocol', {
      operation: call.operation,
      subject: call.subject,
      reason: 'the engine answered with something that is not JSON',
      hint: 'Is there something between this program and the engine that changes its answers?',
    });
  }

  /**
   * A call whose answer is a stream. The caller's signal goes on until the stream's end; its time is for the stream's
   * beginning, or for all of it.
   */
  async open<T extends Readable>(
    call: Call,
    timed: 'beginning' | 'all',
    act: (signal: AbortSignal) => PromiseLike<unknown>,
  ): Promise<OpenStream<T>> {
    const running = this.#begin(call);
    try {
      const body = (await abortable(act(running.signal), running.signal)) as T;
      if (timed === 'beginning') running.stopClock();
      return new OpenStream(body, running, () => this.#end(running));
    } catch (error) {
      this.#end(running);
      throw running.failure(error);
    }
  }

  /** Ends every call under way with `engine.closed`, and refuses new ones. */
  close(): void {
    this.#closed = true;
    for (const running of this.#underWay) running.end(closedError(running.call));
  }

  #begin(call: Call): RunningCall {
    if (this.#closed) throw closedError(call);
    const running = new RunningCall({ ...call, endpoint: this.endpoint });
    this.#underWay.add(running);
    return running;
  }

  #end(running: RunningCall): void {
    running.release();
    this.#underWay.delete(running);
  }
}

function closedError({ operation, subject }: Call): DocktopusError {
  return new DocktopusError('engine.closed', {
    operation,
    subject,
    reason: 'the Docker client has been closed',
    hint: 'Make a new one with connectDocker()',
  });
}
