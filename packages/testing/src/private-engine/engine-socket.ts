import { type IncomingMessage, request } from 'node:http';
import { DocktopusError } from '@docktopus/core';

export interface EngineCall {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: NodeJS.ReadableStream | undefined;
  readonly timeoutMs?: number;
}

/** One request over an engine's socket; the answer's body is for the caller to read. */
export function callEngine(endpoint: string, call: EngineCall): Promise<IncomingMessage> {
  const { method = 'GET', path, body, timeoutMs = 60_000 } = call;
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/x-tar', 'transfer-encoding': 'chunked' } : {};
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request({ socketPath: socketOf(endpoint), method, path, headers, signal, agent: false });
    sent.on('response', resolve);
    sent.on('error', reject);
    if (body) body.pipe(sent);
    else sent.end();
  });
}

/** The whole answer. @throws when its status is no success, or when it reports an error under a good one. */
export async function readAnswer(answer: IncomingMessage, path: string): Promise<string> {
  let text = '';
  for await (const part of answer) text += part;
  if ((answer.statusCode ?? 500) >= 300 || text.includes('"errorDetail"')) {
    throw new Error(`${path}: status ${answer.statusCode}: ${text.slice(0, 500)}`);
  }
  return text;
}

function socketOf(endpoint: string): string {
  if (endpoint.startsWith('unix://')) return endpoint.slice('unix://'.length);
  throw new DocktopusError('engine.unsupported', {
    operation: 'startEngine',
    subject: endpoint,
    reason: 'images are copied from engines with a socket on this machine only',
  });
}
