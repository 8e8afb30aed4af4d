import type { Duplex, Readable } from 'node:stream';

/**
 * The seam under everything: something that answers requests of the Docker Engine API.
 *
 * There is one for sockets, TLS and ssh here, and an in-memory engine in `@docktopus/testing`.
 */
export interface EngineTransport {
  /** Where the engine is, as in `DOCKER_HOST`, printable: never with credentials. */
  readonly endpoint: string;
  /**
   * Sends one request and resolves with the head of its answer, whatever its status.
   *
   * @throws any transport error (refused, reset, closed before the head) untranslated.
   */
  request(request: EngineRequest): Promise<EngineResponse>;
  /** Closes idle connections; requests under way fail. Closing twice is fine. */
  close(): void;
}

/** A request to the engine, as a transport sends it. */
export interface EngineRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, with the version prefix when one was negotiated: `/v1.41/containers/json?all=true`. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable | undefined;
  /** Asks for the connection itself (attach, exec): the answer's body is then a `Duplex` whose halves close apart. */
  readonly upgrade?: boolean | undefined;
  /** May stay silent for long and is not to be sent twice (events, follow): it gets a separate connection. */
  readonly long?: boolean | undefined;
  /**
   * Changes nothing, so that it may be sent once more when a kept connection turns out to be lost.
   *
   * @default true for GET and HEAD
   */
  readonly repeatable?: boolean | undefined;
  /** Ends the request and its body, at any moment. */
  readonly signal: AbortSignal;
}

/** The engine's answer, as a transport gives it back. */
export interface EngineResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body; a connection that is lost before its end shows as an `error` on it, never as `end`.
   * A `Duplex` when the request asked for an upgrade and the engine agreed (status 101 or 200).
   */
  readonly body: Readable | Duplex;
}
