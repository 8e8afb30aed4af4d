import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** @default Node's */
  readonly lookup?: LookupFunction | undefined;
}

/** The answer to a request that got one. */
export interface PostAnswer {
  readonly status: number;
  /** What `Retry-After` asks for. */
  readonly retryAfterMs: number | undefined;
}

/** Sends `json` and waits for the answer's head. Redirects are not followed: the address was checked, theirs was not. */
export function postJson(
  url: URL,
  json: string,
  { headers, signal, lookup }: PostOptions,
): Promise<PostAnswer> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const body = Buffer.from(json);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        signal,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
        ...(lookup === undefined ? {} : { lookup }),
      },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, retryAfterMs: retryAfterMs(answer) });
      },
    );
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    sent.end(body);
  });
}

function retryAfterMs({ headers }: IncomingMessage): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? seconds * 1000 : undefined;
}
