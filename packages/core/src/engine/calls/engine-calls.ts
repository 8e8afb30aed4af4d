import type { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import { Roster, type RosterEntry } from '../../scope/index.ts';
import type { Environment } from '../endpoint/engine-discovery.ts';
import type { ApiClient } from '../request/api-client.ts';
import type { ApiRequest } from '../request/api-request.ts';
import { OpenStream } from './open-stream.ts';
import { type Call, RunningCall } from './running-call.ts';

/**
 * Runs each call with a deadline, the caller's signal, and the end of the client; every failure comes back as a
 * {@link DocktopusError}.
 */
export class EngineCalls {
  /** Says where the Docker CLI keeps its credentials. */
  readonly env: Environment;
  readonly endpoint: string;
  readonly #client: ApiClient;
  readonly #underWay = new Roster<RunningCall>();
  #closed = false;

  constructor(client: ApiClient, endpoint: string, env: Environment) {
    this.#client = client;
    this.env = env;
    this.endpoint = endpoint;
  }

  /** A call of one or several requests, which `act` sends. */
  async run<T>(call: Call, act: (running: RunningCall) => Promise<T>): Promise<T> {
    const entry = this.#begin(call);
    const running = entry.value;
    try {
      return await act(running);
    } catch (error) {
      throw running.failure(error);
    } finally {
      this.#end(entry);
    }
  }

  /** A call of one request whose answer has nothing to read. */
  async tell(call: Call, request: ApiRequest): Promise<void> {
    await this.run(call, (running) => running.send(request));
  }

  /**
   * A call of one request whose answer is JSON: an object or a list.
   *
   * @throws DocktopusError `engine.protocol` when it is anything else.
   */
  ask<T extends object>(call: Call, request: ApiRequest): Promise<T> {
    return this.run(call, (running) => running.ask<T>(request));
  }

  /**
   * A call of one request whose answer is a stream. The caller's signal holds until the stream's end; its time is for
   * the beginning of the stream, or for all of it.
   */
  async open<T extends Readable = Readable>(
    call: Call,
    timed: 'beginning' | 'all',
    request: ApiRequest,
  ): Promise<OpenStream<T>> {
    const entry = this.#begin(call);
    const running = entry.value;
    try {
      const body = (await running.open(request)) as Readable as T;
      if (timed === 'beginning') running.stopClock();
      return new OpenStream(body, running, () => this.#end(entry));
    } catch (error) {
      this.#end(entry);
      throw running.failure(error);
    }
  }

  /** Ends every call under way with `engine.closed`, and refuses new ones. */
  close(): void {
    this.#closed = true;
    for (const running of this.#underWay) running.end(closedError(running.call));
  }

  #begin(call: Call): RosterEntry<RunningCall> {
    if (this.#closed) throw closedError(call);
    return this.#underWay.add(new RunningCall(call, this.#client, this.endpoint));
  }

  #end(entry: RosterEntry<RunningCall>): void {
    entry.value.release();
    this.#underWay.delete(entry);
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
