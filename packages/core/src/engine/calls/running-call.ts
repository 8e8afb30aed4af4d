import { DocktopusError } from '../../errors/index.ts';
import { type CallOptions, type EndableDeadline, startEndableDeadline } from '../../scope/index.ts';
import type { ApiClient } from '../request/api-client.ts';
import type { ApiRequest } from '../request/api-request.ts';
import { type FailedCall, translateEngineError } from '../translate/translate-engine-error.ts';
import type { EngineResponse } from '../transport/engine-transport.ts';

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
  readonly #endpoint: string | undefined;
  readonly #deadline: EndableDeadline;

  /** @param endpoint names the engine in errors. @throws DocktopusError `aborted` when the caller's signal has aborted already. */
  constructor(call: Call, client: ApiClient, endpoint?: string) {
    this.call = call;
    this.#endpoint = endpoint;
    this.#client = client;
    const { operation, subject, options = {}, defaultMs = DEFAULT_CALL_MS } = call;
    this.#deadline = startEndableDeadline(options, defaultMs, operation, subject);
  }

  /** Aborts with the reason why the call ends early. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Sends a request and reads its answer to the end. */
  send(request: ApiRequest): Promise<Buffer> {
    return this.#deadline.race(this.#client.exchange(request, this.#deadline));
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
    const { body } = await this.#deadline.race(this.#client.send({ ...request, long: true }, this.#deadline));
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
    return this.#deadline.reason ?? translateEngineError(error, { ...this.call, endpoint: this.#endpoint });
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
