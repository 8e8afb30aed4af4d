import type { Readable } from 'node:stream';

/** One request of the Docker Engine API. */
export interface ApiRequest {
  /** @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | undefined;
  /** Begins with `/` and holds neither the API version nor a query: `'/services/create'`. */
  readonly path: string;
  /** Fields that are `undefined` are left out, a list is sent as one parameter for each entry, an object as JSON. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** An object is sent as JSON; bytes and streams are sent as they are, as a tar unless `headers` says otherwise. */
  readonly body?: object | Buffer | Readable | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Asks for the connection itself (attach, exec): the answer's body is then a `Duplex` whose halves close apart. */
  readonly upgrade?: boolean | undefined;
  /** The answer may take long, or never end (events, follow): the request gets a separate connection. @default false */
  readonly long?: boolean | undefined;
  /** Changes nothing, so that it may be sent again when a kept connection turns out to be dead. @default true for GET and HEAD */
  readonly repeatable?: boolean | undefined;
}
