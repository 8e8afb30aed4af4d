import { DocktopusError } from '../../errors/index.ts';
import { abortable, type CallOptions, type Deadline, startDeadline } from '../../scope/index.ts';
import type { ApiClient } from '../request/api-client.ts';
import type { ApiRequest } from '../request/api-request.ts';
import { type FailedCall, translateEngineError } from '../translate/translate-engine-error.ts';
import type { EngineResponse } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';

/** One call: what it is called, on what, and how long it may take by default. */
export interface Call extends FailedCall {
  readonly options?: CallOptions | undefined;
  /** @default 30_000 */
  readonly defaultMs?: number | undefined;
}

const DEFAULT_CALL_MS = 30_000;

/** A call that has begun and not settled: its requests, its time, its signal, and whose failure its failure is. */
export class RunningCall {
  readonly call: Call;
  readonly #client: ApiClient;
  readonly #deadline: Deadline;

  /** @throws DocktopusError `aborted` when the caller's signal has aborted already. */
  constructor(call: Call, client: ApiClient) {
    this.call = call;
    this.#client = client;
    const { operation, subject, options = {}, defaultMs = DEFAULT_CALL_MS } = call;
    this.#deadline = startDeadline(options, defaultMs, operation, subject);
  }

  /** Aborts with the reason why the call ends early. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Sends a request and reads its answer to the end. */
  async send(request: ApiRequest): Promise<Buffer> {
    const { signal } = this;
    return await abortable(
      this.#client.send(request, signal).then(({ body }) => readAll(body)),
      signal,
    );
  }

  /**
   * Sends a request whose answer is JSON: an object or a list.
   *
   * @throws DocktopusError `engine.protocol` when it is anything else.
   */
  async ask<T extends object>(request: ApiRequest): Promise<T> {
    const answer = await this.json(request);
    if (typeof answer === 'object' && answer !== null) return answer as T;
    throw this.#notJson();
  }

  /** Sends a request whose answer is JSON or empty. @throws DocktopusError `engine.protocol` when it is anything else. */
  async json(request: ApiRequest): Promise<unknown> {
    const bytes = await this.send(request);
    if (bytes.length === 0) return undefined;
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      // Without a quote of what came: it may be anything.
      throw this.#notJson();
    }
  }

  /** Sends a request and resolves when the head of its answer is there; the body is still to come. */
  async open(request: ApiRequest): Promise<EngineResponse['body']> {
    const { signal } = this;
    const { body } = await abortable(this.#client.send({ ...request, long: true }, signal), signal);
    return body;
  }

  /** Ends it early; the first reason counts. */
  end(reason: DocktopusError): void {
    this.#deadline.end(reason);
  }

  /** The time no longer counts, the caller's signal does. */
  stopClock(): void {
    this.#deadline.stopClock();
  }

  /** Why it failed, for the caller: its early end if there was one, else what `error` is. */
  failure(error: unknown): DocktopusError {
    return this.signal.aborted ? this.signal.reason : translateEngineError(error, this.call);
  }

  /** Releases its timer and its listener on the caller's signal. */
  release(): void {
    this.#deadline[Symbol.dispose]();
  }

  #notJson(): DocktopusError {
    const { operation, subject } = this.call;
    return new DocktopusError('engine.protocol', {
      operation,
      subject,
      reason: 'the engine answered with something that is not JSON',
      hint: 'Check whether a proxy between this program and the engine changes its answers',
    });
  }
}
