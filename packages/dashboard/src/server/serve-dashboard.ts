import { createServer, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DocktopusError } from '@docktopus/core';
import { listenReason } from '@docktopus/core/kit';
import { getRequestListener } from '@hono/node-server';
import { API_VERSION } from '../api/index.ts';
import type { DashboardSource } from '../source/index.ts';
import { AccessToken } from './access-token.ts';
import { dashboardApp } from './dashboard-app.ts';
import { LiveApi } from './live-api.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { type PageFile, readPageFiles } from './page-files.ts';
import { tokenDoor } from './token-door.ts';

/** Options of `serveDashboard()`. */
export interface DashboardOptions {
  /** @default a free one */
  readonly port?: number | undefined;
  /** Whether stop, restart, cancel and the like are allowed. @default false */
  readonly actions?: boolean | undefined;
  /** What opens it, at least 16 characters. @default random */
  readonly token?: string | undefined;
  /** Further names that it is reached under, as in `Host`: `dash.example:8443`, when a proxy stands before it. */
  readonly hosts?: readonly string[] | undefined;
  /** Gives up opening. */
  readonly signal?: AbortSignal | undefined;
}

/** A dashboard that is being served. */
export interface DashboardServer extends AsyncDisposable {
  /** Opens the page in a browser: it holds the token. */
  readonly url: string;
  /** `http://127.0.0.1:4571`, where `api/v1` is found by a program that has the token. */
  readonly origin: string;
  /** Opens the API for a program, with the rights of the page. */
  readonly token: string;
  /** Opens the API for the command line: it may act whatever the page may. */
  readonly operatorToken: string;
  /** Tells the pages, and closes. Twice is fine. */
  close(): Promise<void>;
}

/** The loopback alone: to reach the page from elsewhere, put a proxy with authentication before it. */
const ADDRESS = '127.0.0.1';
const MAX_CONNECTIONS = 128;
/** A client that sends its request drop by drop is cut off. */
const LIMITS = {
  requestTimeout: 15_000,
  headersTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
const MIN_TOKEN = 16;

/**
 * Serves the page and the API of `source` on the loopback.
 *
 * @throws DocktopusError `port.in-use`, `dashboard.no-page`, `dashboard.invalid`
 */
export async function serveDashboard(
  source: DashboardSource,
  options: DashboardOptions = {},
): Promise<DashboardServer> {
  return serveFiles(source, await readPageFiles(), options);
}

/** As {@link serveDashboard}, with the page that is given. */
export async function serveFiles(
  source: DashboardSource,
  page: ReadonlyMap<string, PageFile>,
  { port = 0, actions = false, hosts = [], token: text, signal }: DashboardOptions,
  limits: ServerOptions = {},
): Promise<DashboardServer> {
  const token = new AccessToken(checkedToken(text));
  const live = new LiveApi(source, actions);
  const allowed = new Set(hosts);
  const codes = new OneTimeCodes();
  const door = tokenDoor(token, allowed, codes);
  const app = dashboardApp({ base: token.base, door, api: live.routes, page });
  // For programs that have the token and do not know the folder.
  app.route('/api/v1', live.routes);
  app.post('/api/v1/codes', (context) => context.json({ v: API_VERSION, code: codes.issue() }));
  const answer = getRequestListener(app.fetch, { hostname: ADDRESS });
  const server = createServer(
    { ...LIMITS, ...limits },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  const bound = await listen(server, port);
  for (const name of [ADDRESS, 'localhost']) allowed.add(`${name}:${bound}`);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeServer(server, live);
    return closing;
  };
  try {
    await live.open(signal);
  } catch (error) {
    await close();
    throw error;
  }
  const origin = `http://${ADDRESS}:${bound}`;
  const url = `${origin}/?token=${token.text}`;
  return {
    url,
    origin,
    token: token.text,
    operatorToken: token.operator,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkedToken(token: string | undefined): string | undefined {
  if (token === undefined || (token.length >= MIN_TOKEN && /^[\w.~-]+$/.test(token))) return token;
  throw new DocktopusError('dashboard.invalid', {
    operation: 'dashboard',
    reason: `token: expected at least ${MIN_TOKEN} letters, digits, dots, dashes or underscores`,
  });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(notListening(port, error)));
    server.listen(port, ADDRESS, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Streams end by themselves once they have said goodbye; what is still open after a moment is cut. */
async function closeServer(server: Server, live: LiveApi): Promise<void> {
  live.close();
  const cut = setTimeout(() => server.closeAllConnections(), 500);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

function notListening(port: number, error: NodeJS.ErrnoException): DocktopusError {
  const taken = error.code === 'EADDRINUSE';
  return new DocktopusError(taken ? 'port.in-use' : 'dashboard.invalid', {
    operation: 'dashboard',
    subject: `${ADDRESS}:${port}`,
    reason: listenReason(error),
    hint: 'Choose another port, or 0 for a free one',
    cause: error,
  });
}
