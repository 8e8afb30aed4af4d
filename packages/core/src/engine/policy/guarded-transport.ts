import type { Readable } from 'node:stream';
import { DocktopusError, type Issue } from '../../errors/index.ts';
import { isRecord } from '../../json/index.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { checkPolicy } from './check-policy.ts';
import { viewFor } from './host-links.ts';
import type { Policy } from './policy.ts';
import { type PolicyOptions, refuseByPolicy } from './policy-issues.ts';
import type { HostView } from './policy-paths.ts';
import { partsOf, ruleOf } from './request-rules.ts';

/** What a client may ask of the engine, and what the policy says of a request before it is sent. */
export interface GuardedTransport extends EngineTransport {
  /** All that the policy, and those below it, do not allow of a request, which is not sent. */
  issuesOf(request: Omit<EngineRequest, 'headers'>): Promise<readonly Issue[]>;
}

export interface GuardOptions {
  /** Where relative paths of the policy begin. @default the working directory */
  readonly directory?: string | undefined;
  /** How this process sees the engine's host. @default as a process on it */
  readonly view?: ((signal: AbortSignal) => Promise<HostView>) | undefined;
  /** What has a policy too and is between this one and the engine. @default none */
  readonly below?: GuardedTransport | undefined;
}

/**
 * The one door through which everything that a client asks of the engine goes: what makes or changes containers and
 * volumes is held against `policy`, and a request that changes something in a way that is not known here is refused.
 * Closing it leaves `transport` open.
 */
export function guardedTransport(
  transport: EngineTransport,
  policy: Policy,
  { directory = process.cwd(), view = async () => viewFor(transport.endpoint), below }: GuardOptions = {},
): GuardedTransport {
  const checkedPolicy = checkPolicy(policy, 'policy');
  const judge = async (request: Omit<EngineRequest, 'headers'>) =>
    judged(request, checkedPolicy, { directory, host: await view(request.signal) });
  return {
    endpoint: transport.endpoint,
    async request(request) {
      if (isRead(request)) return transport.request(request);
      const { issues, subject, body } = await judge(request);
      refuseByPolicy(issues, subject);
      return transport.request(body === undefined ? request : asUnderstood(request, body));
    },
    async issuesOf(request) {
      const { issues } = isRead(request) ? { issues: [] } : await judge(request);
      return [...issues, ...((await below?.issuesOf(request)) ?? [])];
    },
    close() {},
  };
}

const isRead = ({ method }: Pick<EngineRequest, 'method'>) => method === 'GET' || method === 'HEAD';

interface Judged {
  readonly issues: readonly Issue[];
  readonly subject: string;
  /** The body that was judged; nothing if the request has none that is read. */
  readonly body: string | undefined;
}

/** @throws DocktopusError `policy.refused` for a request that is not known, or whose body cannot be read. */
async function judged(
  request: Omit<EngineRequest, 'headers'>,
  policy: Policy,
  options: PolicyOptions,
): Promise<Judged> {
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
  const issues = rule.parts?.(parts, policy) ?? [];
  if (rule.body === undefined) return { issues, subject, body: undefined };
  const text = await readBody(request.body);
  const given = parsedBody(text, parts.path);
  return {
    issues: [...issues, ...rule.body(given ?? {}, policy, options)],
    subject,
    body: given === undefined ? (request.body === undefined ? undefined : text) : JSON.stringify(given),
  };
}

/**
 * The request as it was understood: a JSON reader may take the last of two equal keys, or the first. Its length is the
 * transport's to say, once: a server refuses two of them.
 */
function asUnderstood(request: EngineRequest, body: string): EngineRequest {
  const isLength = (name: string) => /^(content-length|transfer-encoding)$/i.test(name);
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !isLength(name));
  return { ...request, body, headers: Object.fromEntries(headers) };
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
