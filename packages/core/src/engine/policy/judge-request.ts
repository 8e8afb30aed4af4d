import type { Readable } from 'node:stream';
import { DocktopusError, type Issue } from '../../errors/index.ts';
import { isRecord } from '../../json/index.ts';
import type { EngineRequest } from '../transport/engine-transport.ts';
import type { Policy } from './policy.ts';
import type { PolicyOptions } from './policy-issues.ts';
import { partsOf, ruleOf } from './request-rules.ts';

export { refuseByPolicy } from './policy-issues.ts';

/** What a policy says of a request. */
export interface Judged {
  readonly issues: readonly Issue[];
  readonly subject: string;
  /** The body that was judged; nothing if the request has none that is read. */
  readonly body: string | undefined;
}

/** @throws DocktopusError `policy.refused` for a request that is not known, or whose body cannot be read. */
export async function judgeRequest(
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
