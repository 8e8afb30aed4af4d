import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Logger } from '../log/index.ts';
import type { HttpHandler, HttpRequest } from './http-routes.ts';
import type { RouteTable } from './route-table.ts';
import { MISDIRECTED, type ServedHosts } from './served-hosts.ts';

/** Node's view of a request, where there is one. */
export interface NodeBindings {
  readonly incoming?: unknown;
  readonly outgoing?: unknown;
}

/** What a handler returns when it has answered on Node's own response. */
export const ANSWERED: Response = RESPONSE_ALREADY_SENT;

/** From a request to its answer. Never rejects: a handler that throws is logged, and answered with 500. */
export type HttpApp = (request: Request, node?: NodeBindings) => Promise<Response>;

/**
 * Answers requests by the routes of `table`.
 *
 * @param served the host names that it is reached under. @default all
 */
export function httpApp(table: RouteTable, log: Logger, served?: ServedHosts): HttpApp {
  let warned = false;
  return async (raw, node) => {
    const url = new URL(raw.url);
    try {
      const mount = table.mountAt(url.host, url.pathname);
      if (mount !== undefined) return await mount.handle(requestOf(raw, url, {}, node));
      if (served?.(url.hostname) === false) {
        if (!warned) log.warn(`a request for the host ${url.hostname} was refused: ${MISDIRECTED}`);
        warned = true;
        return refusal(421, MISDIRECTED);
      }
      return await answer(table, raw, url, node);
    } catch (error) {
      // The client has gone while it sent: nobody reads the answer, and nothing of ours has failed.
      if (isCutOff(node?.incoming)) return refusal(400, 'the request broke off');
      log.error(`${raw.method} ${url.pathname} failed`, { err: error });
      return refusal(500, 'internal error');
    }
  };
}

/** Whether a request has ended before all of it came. */
function isCutOff(incoming: unknown): boolean {
  const { destroyed, complete } = (incoming ?? {}) as Partial<IncomingMessage>;
  return destroyed === true && complete === false;
}

/** A refusal as all end points answer it. */
function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ error: { message } }, { status, headers });
}

async function answer(
  table: RouteTable,
  raw: Request,
  url: URL,
  node: NodeBindings | undefined,
): Promise<Response> {
  const found = table.request(raw.method, url.pathname);
  if (found === undefined) return refusal(404, 'not found');
  if ('allow' in found) {
    return refusal(405, `${found.allow.join(', ')} only`, { allow: found.allow.join(', ') });
  }
  const params = decoded(found.params);
  if (params === undefined) return refusal(400, 'the path is not well encoded');
  return await bodyFor(raw.method, found.handler, requestOf(raw, url, params, node));
}

/** HEAD is answered with the head alone; a stream that would have been sent is let go. */
async function bodyFor(method: string, handler: HttpHandler, request: HttpRequest): Promise<Response> {
  const response = await handler(request);
  if (method !== 'HEAD' || response === ANSWERED) return response;
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}

function requestOf(
  raw: Request,
  url: URL,
  params: Readonly<Record<string, string>>,
  node: NodeBindings | undefined,
): HttpRequest {
  const { incoming, outgoing } = node ?? {};
  return {
    raw,
    url,
    params,
    header: (name) => raw.headers.get(name) ?? undefined,
    node:
      incoming && outgoing
        ? { request: incoming as IncomingMessage, response: outgoing as ServerResponse }
        : undefined,
  };
}

/** `undefined` when a parameter is not percent-encoded well. */
export function decoded(params: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
}
