import { type Duplex, Readable } from 'node:stream';
import type { EngineResponse } from '@docktopus/core/engine';
import type { EngineFailure } from './engine-failure.ts';

/** An answer before the headers that every answer carries. */
export type Reply = EngineResponse;

export function json(status: number, value: unknown): Reply {
  return text(status, `${typeof value === 'string' ? value : JSON.stringify(value)}\n`, 'application/json');
}

export function text(status: number, value: string, type = 'text/plain; charset=utf-8'): Reply {
  const body = Buffer.from(value);
  const headers = { 'content-type': type, 'content-length': String(body.length) };
  return { status, headers, body: Readable.from(body.length === 0 ? [] : [body]) };
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: Readable.from([]) };
}

/** An answer whose end is not known yet. */
export function stream(body: Readable, type?: string): Reply {
  return {
    status: 200,
    headers: { 'transfer-encoding': 'chunked', ...(type && { 'content-type': type }) },
    body,
  };
}

/** Hands over the connection. */
export function upgraded(body: Duplex): Reply {
  const headers = {
    'content-type': 'application/vnd.docker.raw-stream',
    connection: 'Upgrade',
    upgrade: 'tcp',
  };
  return { status: 101, headers, body };
}

export function failure({ status, message }: EngineFailure): Reply {
  return json(status, { message });
}
