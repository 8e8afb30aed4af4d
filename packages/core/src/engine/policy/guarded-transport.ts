import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { DocktopusError } from '../../errors/index.ts';
import { isRecord } from '../../json/index.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { checkPolicy } from './check-policy.ts';
import type { Policy } from './policy.ts';
import { type PolicyOptions, refuseByPolicy } from './policy-issues.ts';
import { type HostView, plainView } from './policy-paths.ts';
import { partsOf, ruleOf } from './request-rules.ts';

/**
 * The one door through which everything that a client asks of the engine goes: what makes or changes containers and
 * volumes is held against `policy`, and a request that changes something in a way that is not known here is refused.
 * Closing it leaves `transport` open.
 */
export function guardedTransport(
  transport: EngineTransport,
  policy: Policy,
  directory: string = process.cwd(),
): EngineTransport {
  const checkedPolicy = checkPolicy(policy, 'policy');
  const host = viewFor(transport.endpoint);
  return {
    endpoint: transport.endpoint,
    async request(request) {
      return transport.request(await checked(request, checkedPolicy, { directory, host }));
    },
    close() {},
  };
}

async function checked(
  request: EngineRequest,
  policy: Policy,
  options: PolicyOptions,
): Promise<EngineRequest> {
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  const parts = partsOf(request);
  const rule = ruleOf(parts);
  if (rule === undefined) {
    throw new DocktopusError('policy.refused', {
      operation: 'policy',
      subject: `${parts.method} ${parts.path}`,
      reason: 'a client with a policy does not send this request',
      hint: 'Use a client without a policy for it',
      details: { issues: [] },
    });
  }
  const subject = parts.query.get('name') ?? parts.path;
  refuseByPolicy(rule.parts?.(parts, policy) ?? [], subject);
  if (rule.body === undefined) return request;
  const body = await readBody(request.body);
  const given = parsedBody(body, parts.path);
  refuseByPolicy(rule.body(given ?? {}, policy, options), subject);
  if (given === undefined) return { ...request, body: request.body === undefined ? undefined : body };
  // Sent as it was understood: a JSON reader may take the last of two equal keys, or the first.
  // Its length is the transport's to say, once: a server refuses two of them.
  const isLength = (name: string) => /^(content-length|transfer-encoding)$/i.test(name);
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !isLength(name));
  return { ...request, body: JSON.stringify(given), headers: Object.fromEntries(headers) };
}

const MOST_BODY_BYTES = 16 * 1024 * 1024;

async function readBody(body: string | Buffer | Readable | undefined): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? '';
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    parts.push(Buffer.from(part as Uint8Array));
    bytes += parts.at(-1)?.length ?? 0;
    if (bytes > MOST_BODY_BYTES) throw unreadable(`it has more than ${MOST_BODY_BYTES} bytes`);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsedBody(text: string, path: string): Readonly<Record<string, unknown>> | undefined {
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(`the body of ${path} is not JSON`, cause);
  }
  if (isRecord(value)) return value;
  throw unreadable(`the body of ${path} is no object`);
}

function unreadable(reason: string, cause?: unknown): DocktopusError {
  return new DocktopusError('policy.refused', {
    operation: 'policy',
    reason,
    cause,
    details: { issues: [] },
  });
}

/** Links of this host, and the socket that we use ourselves, wherever it is. */
function viewFor(endpoint: string): HostView {
  const [, socket] = /^unix:(?:\/\/)?(\/.*)$/.exec(endpoint) ?? [];
  return socket === undefined ? plainView : { ...followLinks, sockets: [socket] };
}

/** The longest part of a path that exists, links followed; the rest as it is written. */
const followLinks: HostView = {
  real(path) {
    for (let at = path; ; at = posix.dirname(at)) {
      try {
        return posix.join(realpathSync(at), path.slice(at.length));
      } catch {
        // It does not exist, or this user may not look: its parent decides.
        if (at === '/' || at === '.') return path;
      }
    }
  },
};
