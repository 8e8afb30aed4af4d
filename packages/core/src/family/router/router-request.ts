import type { IncomingMessage } from 'node:http';

/** A request as `authorise` sees it, before anything was looked up or woken. */
export interface RouterRequest {
  /** The label of the host that stands for the key: the family's `slug(key)`. */
  readonly slug: string;
  readonly port: number;
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly remoteAddress: string | undefined;
  /** Whether it wants to become a WebSocket. */
  readonly upgrade: boolean;
  /** Aborts when the visitor has gone. */
  readonly signal: AbortSignal;
}

export function toRouterRequest(
  { method = 'GET', url = '/', headers, socket }: IncomingMessage,
  slug: string,
  port: number,
  signal: AbortSignal,
): RouterRequest {
  const { remoteAddress } = socket;
  return { slug, port, method, url, headers, remoteAddress, upgrade: headers.upgrade !== undefined, signal };
}

/** Whether it can be sent twice. */
export function isBodiless({ method, headers }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return (method === 'GET' || method === 'HEAD') && !hasBody;
}

/** The path of a request that names its host as well, as proxies are asked (`GET http://acme.example/path`). */
export function pathOf(url = '/'): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path.startsWith('/') || path === '*' ? path : `/${path}`;
}
