import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { encodeCredentials } from '../images/auth/registry-headers.ts';
import type { ApiRequest } from '../request/api-request.ts';
import type { DialOptions } from './dial-options.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Bodies of these paths hold settings and secrets: of all options only the named ones may be in the URL. */
const QUERY_FIELDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/containers\/create\?$/, ['name', 'platform']],
  [/^\/(networks|volumes|secrets|configs)\/create\?$/, []],
  [/^\/(services|nodes|secrets|configs)\/[^/]+\/update\?$/, ['version', 'registryAuthFrom', 'rollback']],
  [/^\/plugins\/(pull|[^/]+\/upgrade)\?$/, ['remote', 'name']],
];

/** Never sent as an option, wherever it is found. */
const NEVER_SENT = new Set(['abortSignal', 'authconfig', 'registryconfig', '_query', '_body']);

/** The request for one call of a dockerode method; nothing of what was handed over is changed. */
export function dialRequest(dial: DialOptions): ApiRequest {
  const { path, method, isStream, hijack, openStdin } = dial;
  const { query, body } = queryAndBody(dial);
  const waits = /\/wait\?$/.test(path);
  // Asked a second time, it would miss an exit in between.
  const once = waits && query.condition === 'next-exit';
  return {
    method,
    path: path.endsWith('?') ? path.slice(0, -1) : path,
    query,
    body: contentOf(dial, body),
    headers: { ...registryHeaders(dial), ...lowerCased(dial.headers) },
    upgrade: hijack === true || (openStdin === true && isStream === true),
    long: isStream === true || once,
    repeatable: waits && !once ? true : undefined,
  };
}

function queryAndBody({ path, method, options, file }: DialOptions): {
  query: Fields;
  body: Fields | undefined;
} {
  if (options === undefined) return { query: {}, body: undefined };
  if (options._query !== undefined || options._body !== undefined) {
    return { query: (options._query as Fields | undefined) ?? {}, body: options._body as Fields | undefined };
  }
  const own = sendable(options);
  if (method !== 'POST' || file !== undefined) return { query: own, body: undefined };
  if (!path.endsWith('?')) return { query: {}, body: own };
  const fields = QUERY_FIELDS.find(([pattern]) => pattern.test(path))?.[1];
  // Start, stop, tag and the like read their query only.
  if (fields === undefined) return { query: own, body: undefined };
  const inQuery = ([name]: [string, unknown]) => fields.includes(name);
  const entries = Object.entries(own);
  return {
    query: Object.fromEntries(entries.filter(inQuery)),
    body: Object.fromEntries(entries.filter((entry) => !inQuery(entry))),
  };
}

function sendable(options: Fields): Fields {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !NEVER_SENT.has(name)));
}

function contentOf({ file, allowEmpty }: DialOptions, body: Fields | undefined): ApiRequest['body'] {
  if (file !== undefined) {
    const content = typeof file === 'string' ? createReadStream(file) : file;
    return Buffer.isBuffer(content) ? content : asReadable(content);
  }
  if (body === undefined || Object.keys(body).length === 0) return allowEmpty ? {} : undefined;
  return body;
}

function asReadable(stream: NodeJS.ReadableStream): Readable {
  return stream instanceof Readable ? stream : new Readable().wrap(stream);
}

function registryHeaders({ authconfig, registryconfig }: DialOptions): Record<string, string> {
  return {
    ...(authconfig === undefined ? {} : { 'x-registry-auth': encoded(authconfig) }),
    ...(registryconfig === undefined ? {} : { 'x-registry-config': encoded(registryconfig) }),
  };
}

function encoded(credentials: Fields): string {
  const ready = credentials.base64 ?? credentials.key;
  return typeof ready === 'string' ? ready : encodeCredentials(credentials);
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
