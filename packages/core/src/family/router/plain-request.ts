import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';

const OF_UPGRADE: readonly string[] = ['connection', 'upgrade', 'http2-settings'];

/** Whether it asks for a WebSocket. Other upgrades, such as `h2c`, may be answered as if they had not been asked for. */
export function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/** Answers an upgrade as the request that it is otherwise: its socket is given back to HTTP, and read again. */
export function answerPlainly(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  listener: RequestListener,
): void {
  socket.unshift(Buffer.concat([withoutUpgrade(request), head]));
  createServer(listener).emit('connection', socket);
}

/** The beginning of a request as it came, without its upgrade; its connection ends with the answer. */
function withoutUpgrade({ method, url, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (!OF_UPGRADE.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  return Buffer.from(`${[...lines, 'connection: close'].join('\r\n')}\r\n\r\n`, 'latin1');
}
