import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { bodyOf, type Denial, headersOf } from './denial.ts';

/** What somebody is told who asks how a key is. */
export interface ProbeAnswer {
  readonly status: 200;
  readonly reason: undefined;
  readonly body: string;
}

/** Answers a request that has no answer yet. */
export function answer(response: ServerResponse, denial: Denial | ProbeAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const headers = denial.reason === undefined ? { 'cache-control': 'no-store' } : headersOf(denial);
  response.writeHead(denial.status, headers).end(denial.reason === undefined ? denial.body : bodyOf(denial));
}

/** Answers an upgrade in the words of HTTP, and ends its socket. */
export function answerSocket(socket: Duplex, denial: Denial): void {
  if (socket.destroyed || !socket.writable) return;
  const body = bodyOf(denial);
  const headers = {
    ...headersOf(denial),
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${denial.status} ${STATUS_CODES[denial.status]}\r\n${lines.join('')}\r\n${body}`);
}
