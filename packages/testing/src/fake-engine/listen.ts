import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type Duplex, pipeline } from 'node:stream';
import type { EngineRequest, EngineTransport } from '@docktopus/core/engine';

/** An engine that listens where other processes reach it. */
export interface ListeningEngine extends AsyncDisposable {
  /** As in `DOCKER_HOST`. */
  readonly endpoint: string;
}

/** Serves a transport over HTTP on a unix socket, so that the Docker CLI and other processes can use it. */
export async function listenOn(engine: EngineTransport, socketPath: string): Promise<ListeningEngine> {
  const connections = new Set<Duplex>();
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    engine.request(requestOf(incoming, incoming, gone.signal)).then(
      ({ status, headers, body }) => {
        outgoing.writeHead(status, headers);
        outgoing.flushHeaders();
        pipeline(body, outgoing, () => undefined);
      },
      () => outgoing.destroy(),
    );
  });
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('upgrade', (incoming, socket, head) => {
    upgrade(engine, incoming, socket, head).catch(() => socket.destroy());
  });
  await listening(server, socketPath);
  return {
    endpoint: `unix://${socketPath}`,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The connection becomes that of a process; the request's own body comes before its input. */
async function upgrade(
  engine: EngineTransport,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const size = Number(incoming.headers['content-length'] ?? 0);
  let received = head;
  while (received.length < size) {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) await new Promise((resolve) => socket.once('readable', resolve));
    else received = Buffer.concat([received, chunk]);
  }
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const { status, headers, body } = await engine.request({
    ...requestOf(incoming, received.subarray(0, size), gone.signal),
    upgrade: true,
  });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${status === 101 ? 'UPGRADED' : 'OK'}\r\n${lines.join('')}\r\n`);
  pipeline(body, socket, () => undefined);
  if (!('write' in body)) return;
  body.write(received.subarray(size));
  socket.on('data', (chunk) => body.write(chunk));
  socket.once('end', () => body.end());
}

function requestOf(
  incoming: IncomingMessage,
  body: EngineRequest['body'],
  signal: AbortSignal,
): EngineRequest {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: (incoming.method ?? 'GET') as EngineRequest['method'],
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body,
    signal,
  };
}

function listening(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
}
