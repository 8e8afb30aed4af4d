import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { EngineRequest, EngineResponse, EngineTransport } from '@docktopus/core/engine';

/** The plainest way to a real engine: one connection for each request, for tests that change what goes over it. */
export class SocketTransport implements EngineTransport {
  readonly endpoint: string;
  readonly #path: string;

  /** @param endpoint `unix:///path` */
  constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.#path = endpoint.replace('unix://', '');
  }

  async request({ method, path, headers, body, upgrade, signal }: EngineRequest): Promise<EngineResponse> {
    const outgoing = httpRequest({
      socketPath: this.#path,
      method,
      path,
      headers: {
        host: 'localhost',
        ...headers,
        ...(upgrade ? { connection: 'Upgrade', upgrade: 'tcp' } : {}),
        ...(body === undefined && method === 'POST' ? { 'content-length': '0' } : {}),
      },
      agent: false,
      signal,
    });
    const answer = Promise.race([
      once(outgoing, 'response').then(([incoming]) => [incoming, incoming] as [IncomingMessage, Readable]),
      once(outgoing, 'upgrade').then(([incoming, connection, head]) => {
        if (head.length > 0) connection.unshift(head);
        return [incoming, connection] as [IncomingMessage, Duplex];
      }),
    ]);
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) outgoing.end(body);
    else body.pipe(outgoing);
    const [{ statusCode = 0, headers: answered }, content] = await answer;
    // Its reader sees its failure.
    content.on('error', () => undefined);
    const drop = () => content.destroy(signal.reason);
    signal.addEventListener('abort', drop, { once: true });
    content.once('close', () => signal.removeEventListener('abort', drop));
    const plain = Object.entries(answered).map(([name, value]) => [name, String(value)] as const);
    return { status: statusCode, headers: Object.fromEntries(plain), body: content };
  }

  close(): void {}
}
