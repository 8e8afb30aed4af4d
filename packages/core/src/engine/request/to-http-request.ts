import { Readable } from 'node:stream';
import type { UnsignalledRequest } from '../transport/http-transport.ts';
import type { ApiRequest } from './api-request.ts';

/** The HTTP request for `request` in the API version `apiVersion`. */
export function toHttpRequest(request: ApiRequest, apiVersion: string): UnsignalledRequest {
  const { method = 'GET', path, query, body, headers, upgrade, long, repeatable } = request;
  const content = contentOf(body);
  return {
    method,
    path: `/v${apiVersion}${path}${query === undefined ? '' : queryText(query)}`,
    headers: content === undefined ? (headers ?? {}) : { 'content-type': content.type, ...headers },
    body: content?.bytes,
    upgrade,
    long: long === true || upgrade === true,
    repeatable,
  };
}

function contentOf(body: ApiRequest['body']) {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body) || body instanceof Readable) return { bytes: body, type: 'application/x-tar' };
  return { bytes: JSON.stringify(body), type: 'application/json' };
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  let text = '';
  const add = (name: string, value: unknown) => {
    if (value === undefined || value === null) return;
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
    text += `${text === '' ? '?' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(shown)}`;
  };
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else add(name, value);
  }
  return text;
}
