import type { IncomingHttpHeaders } from 'node:http';

/** What of a request the container must not see. Names in lower case. */
export interface Stripped {
  readonly headers: readonly string[];
  /** Names of cookies; one that ends in `*` stands for all that begin so. */
  readonly cookies: readonly string[];
}

/** What we know of a request's way here. */
export interface RequestOrigin {
  readonly remoteAddress: string | undefined;
  readonly encrypted: boolean;
}

/** For one connection only, or what a client may claim about its way here. */
const NEVER_PASSED: readonly string[] = [
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'keep-alive',
  'te',
  'trailer',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-original-url',
  'x-rewrite-url',
  // The visitor has been told to go on already.
  'expect',
];

/** The characters that a reason phrase may have, which follows the status of an answer. */
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

/** For one connection only, in an answer. How the body is framed belongs to the answer to the visitor. */
const NEVER_ANSWERED: readonly string[] = [
  'connection',
  'proxy-connection',
  'proxy-authenticate',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
];

/** The headers that the container gets: a copy without what is ours, and with what we know instead of what was claimed. */
export function cleanRequestHeaders(
  headers: IncomingHttpHeaders,
  stripped: Stripped,
  origin: RequestOrigin,
): IncomingHttpHeaders {
  const clean: IncomingHttpHeaders = { ...headers };
  const upgrading = headers.upgrade !== undefined;
  const named = tokens(headers.connection).filter((name) => !upgrading || name !== 'upgrade');
  for (const name of [...NEVER_PASSED, ...stripped.headers, ...named]) delete clean[name];
  for (const name of Object.keys(clean)) if (name.startsWith('x-forwarded-')) delete clean[name];
  if (upgrading) clean.connection = 'Upgrade';
  else delete clean.connection;
  const cookie = cleanCookies(headers.cookie, stripped.cookies);
  if (cookie === undefined) delete clean.cookie;
  else clean.cookie = cookie;
  if (origin.remoteAddress !== undefined) clean['x-forwarded-for'] = origin.remoteAddress;
  clean['x-forwarded-proto'] = origin.encrypted ? 'https' : 'http';
  if (headers.host !== undefined) clean['x-forwarded-host'] = headers.host;
  return clean;
}

/** Makes of a container's answer one that can be passed on: a container decides about none of our connections. */
export function cleanAnswer(answer: {
  headers: IncomingHttpHeaders;
  statusCode?: number | undefined;
  statusMessage?: string | undefined;
}): void {
  const { headers } = answer;
  for (const name of [...NEVER_ANSWERED, ...tokens(headers.connection)]) delete headers[name];
  if (headers['set-cookie'] !== undefined) headers['set-cookie'] = cleanSetCookies(headers['set-cookie']);
  // Node's server throws at these, and nothing would catch it.
  const isStatus = answer.statusCode !== undefined && answer.statusCode >= 200 && answer.statusCode <= 999;
  if (!isStatus) answer.statusCode = 502;
  if (!isStatus || !REASON.test(answer.statusMessage ?? '')) answer.statusMessage = '';
}

function tokens(value: string | undefined): readonly string[] {
  // What makes the body readable is no matter of the connection here.
  const all = (value ?? '').split(',').map((token) => token.trim().toLowerCase());
  return all.filter(
    (token) => token !== '' && !['transfer-encoding', 'content-length', 'host', 'cookie'].includes(token),
  );
}

/** A `Cookie` header without some of its cookies; `undefined` when none is left. */
export function cleanCookies(header: string | undefined, stripped: readonly string[]): string | undefined {
  if (header === undefined || stripped.length === 0) return header;
  const kept = header.split(';').filter((pair) => {
    const name = (pair.split('=')[0] ?? '').trim();
    return !stripped.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    );
  });
  const text = kept.join(';').trim();
  return text === '' ? undefined : text;
}

/** Cookies that a container sets are for its own host alone: a `Domain` would give them to all others. */
export function cleanSetCookies(cookies: readonly string[]): string[] {
  return cookies.map((cookie) =>
    cookie
      .split(';')
      .filter((part, index) => index === 0 || !/^\s*domain\s*(?:=|$)/i.test(part))
      .join(';'),
  );
}
