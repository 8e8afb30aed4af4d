import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Duplex, Readable } from 'node:stream';
import type { EngineRequest, EngineTransport } from '@docktopus/core/engine';

/** Puts an engine behind a unix socket, so that any client finds it as it finds a daemon. */
export function serveEngine(engine: EngineTransport, socketPath: string): Promise<Server> {
  const server = createServer((request, response) => {
    answer(engine, request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  server.on('upgrade', (request, connection: Duplex, head: Buffer) => {
    handOver(engine, request, connection, head).catch((error: unknown) => connection.destroy(toError(error)));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(socketPath, () => resolve(server));
  });
}

async function answer(engine: EngineTransport, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const hasBody = request.method === 'POST' || request.method === 'PUT';
  const { status, headers, body } = await engine.request({
    ...headOf(request),
    body: hasBody ? request : undefined,
    signal: gone.signal,
  });
  response.writeHead(status, headers).flushHeaders();
  body.on('error', (error) => response.destroy(error));
  body.pipe(response);
}

/** Attach and exec: after the head of the answer the connection itself belongs to the container's process. */
async function handOver(engine: EngineTransport, request: IncomingMessage, connection: Duplex, head: Buffer) {
  const gone = new AbortController();
  connection.on('close', () => gone.abort()).on('error', () => gone.abort());
  const length = Number(request.headers['content-length'] ?? 0);
  const body = await readExactly(connection, head, length);
  const { status, body: stream } = await engine.request({
    ...headOf(request),
    body,
    upgrade: true,
    signal: gone.signal,
  });
  const upgraded = status === 101 || status === 200;
  connection.write(
    upgraded
      ? 'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
      : `HTTP/1.1 ${status} Error\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n`,
  );
  stream.on('error', () => connection.destroy());
  stream.pipe(connection);
  if (upgraded && 'write' in stream) connection.pipe(stream);
}

function headOf(request: IncomingMessage): Pick<EngineRequest, 'method' | 'path' | 'headers'> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method as EngineRequest['method'],
    path: request.url ?? '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

/** The request's body, which node leaves on the connection; what comes after it is put back. */
async function readExactly(connection: Readable, head: Buffer, length: number): Promise<Buffer> {
  let bytes = head;
  while (bytes.length < length) {
    const [more] = (await new Promise<[Buffer]>((resolve, reject) => {
      connection.once('data', (chunk: Buffer) => resolve([chunk]));
      connection.once('close', () => reject(new Error('the connection closed within the request')));
    })) as [Buffer];
    connection.pause();
    bytes = Buffer.concat([bytes, more]);
  }
  if (bytes.length > length) connection.unshift(bytes.subarray(length));
  return bytes.subarray(0, length);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
