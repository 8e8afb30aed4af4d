import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { Duplex, finished, type Readable } from 'node:stream';
import { hostError } from '../../host/index.ts';
import { type Ending, endingOf, Roster } from '../../scope/index.ts';
import type { Connect } from './connect.ts';
import type { EngineRequest, EngineResponse, EngineTransport } from './engine-transport.ts';

/** Reads wait for one of this many connections; nothing that may take long is among them. */
const READ_CONNECTIONS = 16;
/** How many idle connections stay open; they do not keep the process alive. */
const IDLE_CONNECTIONS = 4;

/**
 * The transport for real engines: HTTP/1.1 over whatever {@link Connect} opens.
 *
 * Reads share a bounded pool of kept connections. Changes and waits share kept connections without a bound, because
 * a stop may take its whole grace and must not hold up an inspect. Long and upgraded requests have one each.
 */
export class HttpTransport implements EngineTransport {
  readonly endpoint: string;
  readonly #connect: Connect;
  readonly #reads: Agent;
  readonly #changes: Agent;
  readonly #connections = new Roster<Duplex>();
  #closed = false;

  constructor(endpoint: string, connect: Connect) {
    this.endpoint = endpoint;
    this.#connect = connect;
    const open = () => this.#open();
    this.#reads = new PoolAgent(open, READ_CONNECTIONS);
    this.#changes = new PoolAgent(open, Number.POSITIVE_INFINITY);
  }

  request(request: EngineRequest): Promise<EngineResponse> {
    return this.send(request, endingOf(request.signal));
  }

  /** As {@link request}, for callers whose end needs no signal. */
  async send(request: UnsignalledRequest, ending: Ending): Promise<EngineResponse> {
    const attempt: Attempt = { staleConnection: false };
    try {
      return await this.#send(request, ending, attempt);
    } catch (error) {
      // An engine that restarted resets the connections we kept.
      const { repeatable = isRead(request) } = request;
      if (!attempt.staleConnection || !repeatable || ending.reason !== undefined) throw error;
      return this.#send({ ...request, long: true }, ending, attempt);
    }
  }

  close(): void {
    this.#closed = true;
    this.#reads.destroy();
    this.#changes.destroy();
    for (const connection of this.#connections) connection.destroy(closedError(this.endpoint));
  }

  #open(): Duplex {
    if (this.#closed) throw closedError(this.endpoint);
    const connection = this.#connect();
    const entry = this.#connections.add(connection);
    // Between two requests there is no listener; a connection lost then must not end the process.
    connection.on('error', ignore);
    connection.once('close', () => this.#connections.delete(entry));
    return connection;
  }

  #send(request: UnsignalledRequest, ending: Ending, attempt: Attempt): Promise<EngineResponse> {
    return new Promise<EngineResponse>((resolve, reject) => {
      if (ending.reason !== undefined) {
        reject(ending.reason as Error);
        return;
      }
      const ownConnection = request.long === true || request.upgrade === true;
      const outgoing = httpRequest({
        method: request.method,
        path: request.path,
        // As a list they are sent as they are, which saves a twentieth of the call.
        headers: headersOf(request),
        ...(ownConnection
          ? { createConnection: () => this.#open() }
          : { agent: isRead(request) ? this.#reads : this.#changes }),
      });
      let body: Readable | undefined;
      const end = () => {
        const reason = ending.reason as Error;
        outgoing.destroy(reason);
        body?.destroy(reason);
        // One that waits for its connection would say so only when it gets one.
        reject(reason);
      };
      const release = ending.onEnd(end);
      const answer = (incoming: IncomingMessage, content: Readable | Duplex) => {
        body = content;
        // The reader of the body sees its failure; without a reader it must not end the process.
        body.on('error', ignore);
        body.once('close', release);
        resolve(new HttpAnswer(incoming, content));
      };
      outgoing.once('response', (incoming) => {
        answer(
          incoming,
          request.upgrade === true && incoming.statusCode === 200 ? bothWays(incoming) : incoming,
        );
      });
      if (request.upgrade === true) {
        outgoing.once('upgrade', (incoming, connection, head) => {
          if (head.length > 0) connection.unshift(head);
          answer(incoming, connection);
        });
      }
      // Also after the answer: an engine that answers early and closes makes the rest of our body fail to go out.
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        attempt.staleConnection =
          outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        if (body === undefined) release();
        reject((ending.reason as Error | undefined) ?? error);
      });
      sendBody(outgoing, request.body);
    });
  }
}

/** A request whose end is told in another way than by its signal. */
export type UnsignalledRequest = Omit<EngineRequest, 'signal'>;

const ignore = () => undefined;

interface Attempt {
  /** Whether the request failed on a connection that had been kept from an earlier one. */
  staleConnection: boolean;
}

class HttpAnswer implements EngineResponse {
  readonly status: number;
  readonly body: Readable | Duplex;
  readonly #incoming: IncomingMessage;

  constructor(incoming: IncomingMessage, body: Readable | Duplex) {
    this.status = incoming.statusCode ?? 0;
    this.body = body;
    this.#incoming = incoming;
  }

  /** Taken apart when they are asked for: most callers do not. */
  get headers(): Readonly<Record<string, string>> {
    return plainHeaders(this.#incoming);
  }
}

class PoolAgent extends Agent {
  readonly #open: () => Duplex;

  constructor(open: () => Duplex, maxSockets: number) {
    super({ keepAlive: true, maxSockets, maxFreeSockets: IDLE_CONNECTIONS });
    this.#open = open;
  }

  override createConnection(): Duplex {
    return this.#open();
  }
}

function isRead({ method }: UnsignalledRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function sendBody(outgoing: ClientRequest, body: EngineRequest['body']): void {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    outgoing.end(body);
    return;
  }
  outgoing.once('response', (incoming) => {
    if ((incoming.statusCode ?? 0) >= 300) body.destroy();
  });
  // By hand: `pipeline` would hide why the source failed behind a lost connection.
  finished(body, { writable: false }, (error) => {
    // A source that fails must not look like a complete body to the engine.
    if (error) outgoing.destroy(sourceError(error, body));
  });
  outgoing.once('close', () => body.destroy());
  body.pipe(outgoing);
}

/** The failure of a file that is sent is this machine's: its code must not be taken for one of the connection. */
function sourceError(error: Error, body: Readable & { readonly path?: unknown }): Error {
  const path = String(body.path ?? 'the body of the request');
  return hostError(error, { operation: 'engine.request', path, to: 'read' }) as Error;
}

function headersOf({ method, headers, body, upgrade }: UnsignalledRequest): readonly string[] {
  const list = ['host', 'localhost'];
  for (const name in headers) list.push(name, headers[name] as string);
  // Without a length, node would send even an empty body in chunks.
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    list.push('content-length', String(Buffer.byteLength(body)));
  } else if (body === undefined && (method === 'POST' || method === 'PUT')) {
    list.push('content-length', '0');
  }
  if (upgrade) {
    list.push('connection', 'Upgrade');
    if (headers.upgrade === undefined) list.push('upgrade', 'tcp');
  }
  return list;
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** An engine that hands over the connection with status 200: its answer is read as a body, ours goes out raw. */
function bothWays(incoming: IncomingMessage): Duplex {
  return Duplex.from({ readable: incoming, writable: incoming.socket });
}

function closedError(endpoint: string): Error {
  return new Error(`the client of ${endpoint} has been closed`);
}
