import type { Readable } from 'node:stream';
import type { ErrorCode } from '../../errors/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { ApiRequest } from './api-request.ts';

/** How {@link SendRequest} reads an answer. */
export interface RequestOptions extends CallOptions {
  /**
   * `'json'`: parsed, `undefined` when it is empty. `'text'`: as it is. `'stream'`: as a `Readable` of bytes.
   *
   * @default 'json'
   */
  readonly answer?: 'json' | 'text' | 'stream' | undefined;
  /** How errors call this request. @default 'docker.request' */
  readonly operation?: string | undefined;
  /** What errors say that it was done to. @default method and path */
  readonly subject?: string | undefined;
  /** The code of the error when the engine answers 404 and says nothing that is known. @default 'engine.failed' */
  readonly notFound?: Extract<ErrorCode, `${string}.not-found`> | undefined;
  /**
   * For a stream: how long the engine may say nothing while it is waited for, in milliseconds.
   *
   * @default none
   */
  readonly silenceMs?: number | undefined;
}

/**
 * Sends one request.
 *
 * The type of the answer is the caller's word. `timeoutMs` is for the whole answer; of a stream it is for the beginning.
 *
 * @default timeoutMs 30_000
 * @throws DocktopusError `spec.invalid` for a path that is none; the code of what the engine says when it refuses.
 */
export interface SendRequest {
  <T = unknown>(
    request: ApiRequest,
    options?: RequestOptions & { readonly answer?: 'json' | undefined },
  ): Promise<T>;
  (request: ApiRequest, options: RequestOptions & { readonly answer: 'text' }): Promise<string>;
  (request: ApiRequest, options: RequestOptions & { readonly answer: 'stream' }): Promise<Readable>;
}
