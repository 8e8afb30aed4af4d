import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../container/index.ts';
import { onAbort, startAnswerTimer, withResolvers } from '../../scope/index.ts';
import type { HeldContainer } from '../box/held-container.ts';
import { cleanAnswer } from './clean-headers.ts';

/** What is known of one run of a container: where its ports are, and the connections to them. */
interface Run {
  readonly addresses: Map<number, Promise<HostPort>>;
  readonly agent: Agent;
}

type Box = Pick<HeldContainer<unknown>, 'port' | 'signal'>;

/** The way to containers: found once for each run, over connections that stay open and are closed with it. */
export class Upstream {
  readonly #runs = new WeakMap<AbortSignal, Run>();
  readonly #answerTimeoutMs: number;

  constructor(answerTimeoutMs: number) {
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /**
   * Passes a request on; resolves when the answer is at its end, or the visitor has gone.
   *
   * @throws why the container did not answer, as long as the visitor has had no answer.
   */
  async request(box: Box, port: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = await this.#target(box, port);
    const proxy = await newProxy();
    // Nothing says again that the visitor has gone.
    if (response.destroyed) return;
    let failure: { readonly error: Error } | undefined;
    let sent: ClientRequest | undefined;
    const late = withResolvers<void>();
    using timer = startAnswerTimer(this.#answerTimeoutMs, () => {
      failure = { error: answerOverdue() };
      sent?.destroy();
      late.resolve();
    });
    proxy.on('error', (error) => {
      failure ??= { error };
    });
    proxy.on('proxyReq', (proxied) => {
      sent = proxied;
      // The visitor has asked for no upgrade. Without a listener, Node would end the connection without a word.
      proxied.on('upgrade', (_answer, connection) => {
        connection.destroy();
        failure ??= { error: new Error('the container upgraded a plain request') };
        late.resolve();
      });
    });
    proxy.on('proxyRes', (answer) => {
      timer[Symbol.dispose]();
      cleanAnswer(answer);
      answer.headers.connection = response.shouldKeepAlive ? 'keep-alive' : 'close';
    });
    const { agent } = this.#run(box.signal);
    await Promise.race([proxy.web(request, response, { target, agent }), late.promise]);
    if (failure !== undefined && !response.headersSent) throw failure.error;
  }

  /** Passes an upgrade on; resolves when the socket is closed. `onFailure` may answer before that. */
  async upgrade(
    box: Box,
    port: number,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onFailure: (error: unknown) => void,
  ): Promise<void> {
    const target = await this.#target(box, port);
    const proxy = await newProxy();
    if (socket.destroyed) return;
    let answered = false;
    proxy.on('proxyReqWs', (proxied) => {
      proxied.prependListener('upgrade', (answer) => {
        answered = true;
        cleanSwitch(answer);
      });
      proxied.prependListener('response', (answer) => {
        answered = true;
        cleanAnswer(answer);
      });
    });
    // Called before the socket is ended.
    proxy.on('error', (error) => {
      if (!answered) onFailure(error);
    });
    await proxy.ws(request, socket as Socket, { target, upgradeTimeout: this.#answerTimeoutMs }, head);
  }

  /** Looks again where a port is, with the next request. */
  forget(box: Box, port: number): void {
    this.#runs.get(box.signal)?.addresses.delete(port);
  }

  async #target(box: Box, port: number) {
    const { addresses } = this.#run(box.signal);
    const known = addresses.get(port) ?? box.port(port);
    addresses.set(port, known);
    try {
      const { host, port: number } = await known;
      return { host, port: number, protocol: 'http:' };
    } catch (error) {
      if (addresses.get(port) === known) addresses.delete(port);
      throw error;
    }
  }

  #run(signal: AbortSignal): Run {
    const known = this.#runs.get(signal);
    if (known !== undefined) return known;
    const run: Run = { addresses: new Map(), agent: new Agent({ keepAlive: true, maxFreeSockets: 16 }) };
    this.#runs.set(signal, run);
    onAbort(signal, () => run.agent.destroy());
    return run;
  }
}

/** httpxy and Node's https and http2 are loaded with the first request: they take as long to load as half of this package. */
async function newProxy() {
  const { ProxyServer } = await import('httpxy');
  return new ProxyServer({ xfwd: false });
}

function answerOverdue(): Error {
  return Object.assign(new Error('the container has not begun to answer in time'), { code: 'ETIMEDOUT' });
}

/** The answer that makes a WebSocket, with what makes it one. */
function cleanSwitch(answer: IncomingMessage): void {
  cleanAnswer(answer);
  Object.assign(answer.headers, { connection: 'Upgrade', upgrade: 'websocket' });
}
