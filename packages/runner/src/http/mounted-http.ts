import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Roster } from '@docktopus/core/kit';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from '../log/index.ts';
import { type HttpApp, httpApp, type NodeBindings } from './http-app.ts';
import { HttpUpgrades } from './http-upgrades.ts';
import { keptBody, type ReadRequest } from './kept-body.ts';
import type { RouteTable } from './route-table.ts';

/** What is there while the runner serves. */
interface Serving {
  readonly table: RouteTable;
  readonly app: HttpApp;
  readonly log: Logger;
  readonly upgrades: HttpUpgrades;
  readonly listener: (request: IncomingMessage, response: ServerResponse) => unknown;
}

/**
 * The HTTP side of a runner on an application's own server: below a prefix, behind the application's own checks of who may.
 * Requests are answered with 503 while the runner does not run.
 */
export class MountedHttp {
  #serving: Serving | undefined;
  #warned = false;
  readonly #answering = new Roster<Promise<unknown>>();
  readonly #responses = new Roster<ServerResponse>();

  /** For what knows `fetch`: `app.mount('/ops', mounted.fetch)` in Hono. */
  readonly fetch = (request: Request, node?: NodeBindings): Promise<Response> => {
    const { app } = this.#serving ?? {};
    if (app === undefined) return Promise.resolve(notRunning());
    if (node?.outgoing !== undefined) this.#track(node.outgoing as ServerResponse);
    return this.#counted(app(request, node));
  };

  /**
   * For Node's own server, Express and Connect: `app.use('/ops', mounted.middleware)`. A request that the runner has no
   * route for goes on to `next`.
   */
  readonly middleware = (request: IncomingMessage, response: ServerResponse, next?: () => void): void => {
    const serving = this.#serving;
    if (serving === undefined) {
      refuse(response, 503, NOT_RUNNING, { 'retry-after': '1' });
      return;
    }
    if (next !== undefined && !hasRoute(serving.table, request)) {
      next();
      return;
    }
    if (!this.#keepBody(request, serving.log)) {
      refuse(response, 500, BODY_LOST);
      return;
    }
    this.#track(response);
    void this.#counted(Promise.resolve(serving.listener(request, response)));
  };

  /** Whether {@link upgrade} has anything to do, once the runner runs. */
  get takesUpgrades(): boolean {
    return this.#serving?.table.takesUpgrades === true;
  }

  /**
   * Takes over a socket that leaves HTTP: `server.on('upgrade', mounted.upgrade)`.
   *
   * @returns whether the runner has a route for it; the socket is the caller's otherwise.
   */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    const { upgrades } = this.#serving ?? {};
    if (upgrades === undefined || !upgrades.has(request)) return false;
    upgrades.take(request, socket, head);
    return true;
  };

  /** @internal */
  open(table: RouteTable, log: Logger): void {
    const app = httpApp(table, log);
    this.#serving = {
      table,
      app,
      log,
      upgrades: new HttpUpgrades(table, log),
      listener: getRequestListener(app, { overrideGlobalObjects: false }),
    };
  }

  /**
   * Answers with 503 from now on, and resolves when the open requests are answered; cuts them off when `timeUp` aborts: a
   * stream without an end would keep the application's server from closing.
   *
   * @internal
   */
  async close(timeUp: AbortSignal): Promise<void> {
    this.#serving?.upgrades.close();
    this.#serving = undefined;
    const late = new Promise<void>((resolve) => {
      if (timeUp.aborted) resolve();
      timeUp.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([Promise.allSettled(this.#answering), late]);
    if (timeUp.aborted) for (const response of this.#responses) response.destroy();
  }

  #track(response: ServerResponse): void {
    const entry = this.#responses.add(response);
    response.once('close', () => this.#responses.delete(entry));
  }

  #counted<T>(answer: Promise<T>): Promise<T> {
    const done = answer.catch(() => undefined).finally(() => this.#answering.delete(entry));
    const entry = this.#answering.add(done);
    return answer;
  }

  /** Gives the runner back what an application's parser has taken. @returns whether the body is there */
  #keepBody(request: ReadRequest, log: Logger): boolean {
    const kept = keptBody(request);
    if (kept === undefined) return true;
    if (kept.kind !== 'lost') request.rawBody = kept.bytes;
    if (kept.kind !== 'bytes' && !this.#warned) {
      this.#warned = true;
      log.warn(
        `the application has ${kept.kind === 'lost' ? 'read a body before the runner: it is lost' : 'parsed a body before the runner: signatures of webhooks will not match'}. Mount the runner before the parser, or let NestJS keep it with rawBody: true`,
      );
    }
    return kept.kind !== 'lost';
  }
}

const BODY_LOST = { message: 'the application has read the body before the runner, and kept none of it' };
const NOT_RUNNING = { message: 'the runner does not run' };

function refuse(response: ServerResponse, status: number, error: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error }));
}

function notRunning(): Response {
  return Response.json({ error: NOT_RUNNING }, { status: 503, headers: { 'retry-after': '1' } });
}

function hasRoute(table: RouteTable, { url = '/', method = 'GET', headers }: IncomingMessage): boolean {
  const [path = '/'] = url.split('?');
  return table.mountAt(headers.host ?? '', path) !== undefined || table.request(method, path) !== undefined;
}
