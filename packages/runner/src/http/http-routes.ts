import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A method of HTTP that a route may have. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request as a handler of the runner's HTTP server sees it. */
export interface HttpRequest {
  /** The request as `fetch` knows it: its body, its signal. */
  readonly raw: Request;
  readonly url: URL;
  /** The parameters of the path: `/calls/:callId` gives `callId`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  header(name: string): string | undefined;
  /** Node's own view, for handlers that answer by themselves and return {@link ANSWERED}. */
  readonly node: { readonly request: IncomingMessage; readonly response: ServerResponse } | undefined;
}

/** Answers a request. A body that is a stream is sent as it comes; what the handler throws is logged and answered with 500. */
export type HttpHandler = (request: HttpRequest) => Response | Promise<Response>;

/** A request to leave HTTP, such as for a WebSocket. */
export interface HttpUpgrade {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  /** The handler's from now on; the server destroys it when it stops. */
  readonly socket: Duplex;
  /** What came behind the head already. */
  readonly head: Buffer;
}

/** Takes over the socket. If it throws before it has written anything, the server answers 500. */
export type UpgradeHandler = (upgrade: HttpUpgrade) => void | Promise<void>;

/** A part of the server that does its own routing: a host name, or everything below a path. */
export interface HttpMount {
  /** How it is called in errors. */
  readonly name: string;
  /** Whether a request is for this mount; asked before any path is looked at, and before the server's own host names. */
  matches(at: { readonly host: string; readonly path: string }): boolean;
  readonly handle: HttpHandler;
  /** @default upgrades are answered with 404 */
  readonly upgrade?: UpgradeHandler | undefined;
}

/** The routes of a runner's HTTP server, open while the runner starts. */
export interface HttpRoutes {
  /**
   * Answers requests of `method` to `path`, such as `'/calls/:callId'`. A segment that is written out goes before one
   * that is a parameter; HEAD is answered as GET.
   *
   * @param owner who asks for it, for the error: `'webhook /flush'`.
   * @throws DocktopusError `runner.invalid` when the path is taken or not well formed.
   */
  on(method: HttpMethod, path: string, handler: HttpHandler, owner: string): void;
  /** Takes over upgrades of `path`. @throws DocktopusError as {@link on} */
  onUpgrade(path: string, handler: UpgradeHandler, owner: string): void;
  mount(mount: HttpMount): void;
}
