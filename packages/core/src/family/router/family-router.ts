import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { onAbort } from '../../scope/index.ts';
import type { HeldContainer } from '../box/held-container.ts';
import type { FamilyState } from '../cause/index.ts';
import { answer, answerSocket, type ProbeAnswer } from './answer.ts';
import { cleanRequestHeaders } from './clean-headers.ts';
import { type Denial, denialOf, denialOfUpstream } from './denial.ts';
import { OpenTraffic } from './open-traffic.ts';
import type { HostTarget } from './parse-host.ts';
import { answerPlainly, isWebSocket } from './plain-request.ts';
import type { RouterOptions, RouterSettings, RouterVerdict } from './router-options.ts';
import { isBodiless, pathOf, toRouterRequest } from './router-request.ts';
import { isCrossOrigin } from './same-origin.ts';
import { Upstream } from './upstream.ts';
import { denialOfFailure, UpstreamFailure } from './upstream-failure.ts';

/** What a router needs of its family. */
export interface RouterHost<Key, Data> {
  slug(key: Key): string;
  /** A hold on a key's container, woken or made. */
  use(
    key: Key,
    data: Data | undefined,
    about: {
      readonly kind: 'request' | 'socket';
      readonly what: string;
      readonly signal: AbortSignal;
      readonly timeoutMs: number;
    },
  ): Promise<HeldContainer<Key>>;
  stateOf(key: Key): Promise<FamilyState | undefined>;
  report(error: unknown): void;
}

/** One visit, from the moment that somebody was let in. */
interface Visit<Key, Data> {
  readonly target: HostTarget;
  readonly port: number;
  readonly verdict: Extract<RouterVerdict<Key, Data>, { key: Key }>;
  /** Aborts when the visitor has gone. */
  readonly gone: AbortSignal;
}

/**
 * Passes HTTP, server-sent events and WebSockets on to the members of a family, each on a host of its own.
 *
 * In this order: whose host is it, who asks and may they, is there room, then wake, hold and pass on. The hold ends with
 * the answer's last byte or with the socket.
 */
export class FamilyRouter<Key, Data> implements AsyncDisposable {
  readonly #host: RouterHost<Key, Data>;
  readonly #settings: RouterSettings;
  readonly #authorise: RouterOptions<Key, Data>['authorise'];
  readonly #traffic = new OpenTraffic();
  readonly #upstream: Upstream;
  #closed = false;

  /** @internal */
  constructor(
    host: RouterHost<Key, Data>,
    settings: RouterSettings,
    authorise: RouterOptions<Key, Data>['authorise'],
  ) {
    this.#host = host;
    this.#settings = settings;
    this.#authorise = authorise;
    this.#upstream = new Upstream(settings.answerTimeoutMs);
  }

  /** How many requests and WebSockets are open. */
  get open(): number {
    return this.#traffic.count();
  }

  /** Whether a host, with or without a port, is one of this router's. */
  matches(host: string | undefined): boolean {
    return this.#settings.host.parse(host) !== undefined;
  }

  /** Answers a request: `createServer(router.request)`. */
  readonly request = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#answer(request, response);
  };

  /** Takes over an upgrade: `server.on('upgrade', router.upgrade)`. */
  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (isWebSocket(request)) void this.#answerUpgrade(request, socket, head);
    else answerPlainly(request, socket, head, this.request);
  };

  /** Resolves when the answer is at its end; never rejects. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('the visitor has gone')));
    try {
      const visit = await this.#admit(request, gone.signal);
      if (!('verdict' in visit)) answer(response, visit);
      else if (this.#isProbe(request)) answer(response, await this.#probe(visit));
      else await this.#pass(visit, request, response);
    } catch (error) {
      this.#fail(error, gone.signal, (denial) => answer(response, denial), response.headersSent);
    }
  }

  /** Resolves when the socket is closed; never rejects. */
  async #answerUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const gone = new AbortController();
    socket.once('close', () => gone.abort(new Error('the visitor has gone')));
    // A socket that breaks has nobody else to listen to it.
    socket.on('error', () => undefined);
    // Node leaves a socket open whose visitor has closed it: somebody who has left would wait as long as a wake takes.
    const leave = () => socket.destroy();
    socket.once('end', leave);
    const entered = () => socket.off('end', leave);
    try {
      const visit = await this.#admit(request, gone.signal);
      if ('verdict' in visit) await this.#passUpgrade(visit, request, socket, head, entered);
      else answerSocket(socket, visit);
    } catch (error) {
      this.#fail(error, gone.signal, (denial) => answerSocket(socket, denial), false);
    }
  }

  /** Ends what is open of a key. What comes next is asked about as always. @returns how much that was. */
  revoke(key: Key): number {
    return this.#traffic.end(this.#host.slug(key));
  }

  /** Ends everything that is open, and answers no more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#traffic.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Decides who gets in, before anything is looked up or woken. */
  async #admit(request: IncomingMessage, gone: AbortSignal): Promise<Visit<Key, Data> | Denial> {
    const { host, port: usual, ports, origins, maxOpen } = this.#settings;
    if (this.#closed) return { status: 503, reason: 'ended', retryAfterMs: 1_000 };
    request.url = pathOf(request.url);
    const target = host.parse(request.headers.host);
    if (target === undefined) return NOT_FOUND;
    const port = target.port ?? usual;
    if (!ports.has(port)) return NOT_FOUND;
    const verdict = await this.#authorise(toRouterRequest(request, target.slug, port, gone));
    gone.throwIfAborted();
    if (verdict === undefined) return NOT_FOUND;
    if ('deny' in verdict) {
      const { deny: status, headers, body } = verdict;
      return { status, reason: 'denied', headers, body };
    }
    // A key on another one's host would share its origin, and with it cookies and storage.
    if (this.#host.slug(verdict.key) !== target.slug) {
      this.#host.report(new TypeError(`authorise gave a key whose host is not ${target.slug}`));
      return NOT_FOUND;
    }
    if (isCrossOrigin(request, origins)) return { status: 403, reason: 'origin' };
    if (verdict.until?.aborted) return { status: 401, reason: 'denied' };
    if (this.#traffic.count(target.slug) >= maxOpen)
      return { status: 429, reason: 'busy', retryAfterMs: 1_000 };
    return { target, port, verdict, gone };
  }

  #isProbe({ url = '/', method }: IncomingMessage): boolean {
    const path = url.split('?', 1)[0] ?? '/';
    return (method === 'GET' || method === 'HEAD') && this.#settings.probes.has(path);
  }

  async #probe({ verdict }: Visit<Key, Data>): Promise<Denial | ProbeAnswer> {
    const state = (await this.#host.stateOf(verdict.key)) ?? 'absent';
    return state === 'running'
      ? { status: 200, reason: undefined, body: `${state}\n` }
      : { status: 503, reason: 'asleep', body: `${state}\n` };
  }

  async #pass(visit: Visit<Key, Data>, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const box = await this.#enter(visit, 'request', request.method ?? 'GET');
    const leave = this.#begin(visit, box, () => response.destroy());
    try {
      delete request.headers.upgrade;
      this.#clean(request, visit);
      await this.#passOn(box, visit.port, request, response);
    } catch (error) {
      throw new UpstreamFailure(error);
    } finally {
      leave();
    }
  }

  /** A request without a body may be sent again: where the port was may have changed, or a kept connection have ended. */
  async #passOn(
    box: HeldContainer<Key>,
    port: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      await this.#upstream.request(box, port, request, response);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isStale = code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE';
      if (!isStale || !isBodiless(request) || box.signal.aborted || response.destroyed) throw error;
      this.#upstream.forget(box, port);
      await this.#upstream.request(box, port, request, response);
    }
  }

  async #passUpgrade(
    visit: Visit<Key, Data>,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    entered: () => void,
  ): Promise<void> {
    const box = await this.#enter(visit, 'socket', 'upgrade');
    entered();
    const leave = this.#begin(visit, box, () => socket.destroy());
    try {
      this.#clean(request, visit);
      await this.#upstream.upgrade(box, visit.port, request, socket, head, (error) =>
        answerSocket(socket, denialOfUpstream(error)),
      );
    } catch (error) {
      throw new UpstreamFailure(error);
    } finally {
      leave();
    }
  }

  /** A hold on the container, up, for one visit. */
  async #enter(
    { target: { slug }, port, verdict, gone }: Visit<Key, Data>,
    kind: 'request' | 'socket',
    what: string,
  ): Promise<HeldContainer<Key>> {
    const { wakeTimeoutMs: timeoutMs, maxWaiting } = this.#settings;
    if (this.#traffic.waiting(slug) >= maxWaiting) throw new TooManyWaiting();
    const admitted = this.#traffic.wait(slug);
    try {
      const about = { kind, what: `${what} ${port}`, signal: gone, timeoutMs };
      return await this.#host.use(verdict.key, verdict.data, about);
    } finally {
      admitted();
    }
  }

  /** Holds the container until the visit is over, and ends the visit when the container or the right to it is lost. */
  #begin(
    { target: { slug }, verdict: { until } }: Visit<Key, Data>,
    box: HeldContainer<Key>,
    close: () => void,
  ): () => void {
    const over = this.#traffic.open(slug, close);
    const stopListening = [box.signal, ...(until === undefined ? [] : [until])].map((signal) =>
      onAbort(signal, close),
    );
    if (until?.aborted) close();
    return () => {
      for (const stop of stopListening) stop();
      over();
      box.release();
    };
  }

  #clean(request: IncomingMessage, { verdict }: Visit<Key, Data>): void {
    const { stripHeaders, stripCookies } = this.#settings;
    const { remoteAddress } = request.socket;
    const origin = { remoteAddress, encrypted: 'encrypted' in request.socket };
    const clean = cleanRequestHeaders(
      request.headers,
      { headers: stripHeaders, cookies: stripCookies },
      origin,
    );
    request.headers = { ...clean, ...verdict.headers };
  }

  #fail(error: unknown, gone: AbortSignal, say: (denial: Denial) => void, answered: boolean): void {
    if (gone.aborted || answered) return;
    if (error instanceof TooManyWaiting) say({ status: 503, reason: 'busy', retryAfterMs: 1_000 });
    else if (error instanceof UpstreamFailure) say(denialOfFailure(error.cause));
    else {
      this.#host.report(error);
      say(denialOf(error));
    }
  }
}

const NOT_FOUND: Denial = { status: 404, reason: 'unknown' };

class TooManyWaiting extends Error {}
