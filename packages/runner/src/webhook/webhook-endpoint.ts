import { createHash } from 'node:crypto';
import { isDocktopusError } from '@docktopus/core';
import { settledWithin } from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { HttpRequest } from '../http/index.ts';
import type { JobId, JobRequest, JobResult } from '../job/index.ts';
import type { TokenBucket } from '../layers/index.ts';
import type { ProducerHost, SubmittedCall } from '../producers/index.ts';
import { validateBody } from '../router/index.ts';
import type { Accepting, Authenticator } from './authenticate.ts';
import { codingProblem } from './body-coding.ts';
import { type BodyFormat, FORMATS, formatOf, parseForm } from './form-body.ts';
import type { IdempotencyStore, Reply } from './idempotency-store.ts';
import { parseJson } from './json-body.ts';
import { readBody } from './read-body.ts';

export interface WebhookSettings {
  readonly path: string;
  readonly jobId: JobId;
  readonly mode: 'accepted' | 'result';
  readonly maxBodyBytes: number;
  readonly resultTimeoutMs: number;
  readonly authenticate: Authenticator;
  readonly isPublic: boolean;
  readonly schema: StandardSchemaV1 | undefined;
  readonly bucket: TokenBucket | undefined;
  readonly accept: readonly BodyFormat[];
  readonly idempotencyHeader: string;
  readonly metadataHeaders: readonly string[];
  readonly replies: IdempotencyStore;
  /** `undefined` while the runner does not accept calls. */
  readonly host: () => ProducerHost | undefined;
  /** Whether calls are kept on disk: the store then knows repeated keys, and no place is needed to accept one. */
  readonly durable: boolean;
}

const LONGEST_KEY = 255;

/** One webhook: from a request to its answer, check by check. */
export class WebhookEndpoint {
  readonly #settings: WebhookSettings;

  constructor(settings: WebhookSettings) {
    this.#settings = settings;
  }

  async answer(request: HttpRequest): Promise<Response> {
    const { status, body, headers = {} } = await this.#reply(request);
    return Response.json(body, { status, headers });
  }

  async #reply(request: HttpRequest): Promise<Reply> {
    const { maxBodyBytes, authenticate, isPublic, bucket, replies, accept, idempotencyHeader } =
      this.#settings;
    const header = (name: string) => request.header(name);
    const body = await readBody(request.raw, maxBodyBytes);
    if (body === undefined) return refusal(413, `the body is longer than ${maxBodyBytes} bytes`);
    const verdict = await authenticate({ header, body }, Date.now());
    if (verdict === 'refused')
      return { ...refusal(401, 'not authenticated'), headers: { 'www-authenticate': 'Bearer' } };
    const waitMs = bucket?.take(performance.now(), 0) ?? 0;
    if (waitMs > 0) return later(429, 'too many requests', waitMs);
    // Without it, any web page could send one from the browser of somebody who can reach us.
    const format = formatOf(header('content-type'));
    const isEmpty = format === undefined && body.length === 0 && !isPublic;
    if (!isEmpty && (format === undefined || !accept.includes(format))) {
      return refusal(415, `send it as ${accept.map((one) => FORMATS[one]).join(' or ')}`);
    }
    const coding = body.length === 0 ? undefined : codingProblem(header);
    if (coding !== undefined) return { ...refusal(coding.status, coding.message), headers: coding.headers };
    const key = header(idempotencyHeader);
    if (key === undefined) return this.#act(body, verdict, request);
    if (key === '' || key.length > LONGEST_KEY)
      return refusal(400, `the header ${idempotencyHeader} has 1 to 255 characters`);
    // A durable job's own store remembers keys, also when this process has been replaced.
    if (this.#settings.durable) return this.#act(body, verdict, request);
    const fingerprint = createHash('sha256').update(body).digest('hex');
    const reply = replies.replyFor(key, fingerprint, Date.now(), () => this.#act(body, verdict, request));
    return reply === 'mismatch' ? refusal(422, 'the Idempotency-Key was used with another body') : reply;
  }

  async #act(raw: Uint8Array, verdict: Accepting, request: HttpRequest): Promise<Reply> {
    const { jobId, mode, schema, durable, metadataHeaders, idempotencyHeader } = this.#settings;
    const format = formatOf(request.header('content-type')) ?? 'json';
    const parsed = format === 'json' ? parseJson(raw) : parseForm(raw);
    if (typeof parsed === 'string') return refusal(400, parsed);
    const issues = await issuesOf(schema, parsed.value, jobId);
    if (issues !== undefined) return invalidBody(issues);
    const host = this.#settings.host();
    if (host === undefined || (host.free === 0 && !durable))
      return later(503, 'no call is accepted right now', 1000);
    const use = verdict.accept();
    if (use === 'seen') return refusal(409, 'this signed request was seen before');
    if (use === 'full') return later(503, 'too many signed requests at a time', 1000);
    const metadata = {
      ...headersOf(request, metadataHeaders),
      ...request.params,
      webhook: this.#settings.path,
      ...traceOf(request),
    };
    const kept = durable ? { durable: { idempotencyKey: request.header(idempotencyHeader) } } : {};
    const submitted = await submit(host, { jobId, body: parsed.value, metadata, ...kept });
    if ('refused' in submitted) {
      // Nothing has happened: the same signed request may come again.
      verdict.release();
      return submitted.refused;
    }
    const { call } = submitted;
    const { callId, location } = call;
    const inTime = mode !== 'accepted' && (await settledWithin(call.ended, this.#settings.resultTimeoutMs));
    const reply: Reply = inTime
      ? replyWith(callId, (await call.ended).result)
      : { status: 202, body: { callId }, ...(location !== undefined && { headers: { location } }) };
    return { ...reply, accepted: true };
  }
}

/** Hands a call in, or says what to answer when its store cannot keep it. */
async function submit(
  host: ProducerHost,
  request: JobRequest,
): Promise<{ readonly call: SubmittedCall } | { readonly refused: Reply }> {
  try {
    return { call: await host.trySubmit(request) };
  } catch (error) {
    if (isDocktopusError(error, 'queue.unavailable', 'queue.full', 'runner.state', 'runner.overloaded'))
      return { refused: later(503, 'no call is accepted right now', 1000) };
    if (isDocktopusError(error, 'job.key-reused'))
      return { refused: refusal(409, 'the Idempotency-Key was used with another body') };
    if (isDocktopusError(error, 'job.too-large'))
      return { refused: refusal(413, 'the body is too long to keep') };
    // What a concurrency key is made of is looked at when the call is kept.
    if (isDocktopusError(error, 'job.body-invalid')) return { refused: invalidBody(error.details.issues) };
    throw error;
  }
}

/** The job has done its work: what cannot be told is its result. */
function unwritable(callId: string): Reply {
  return {
    status: 500,
    body: { callId, error: { message: 'the job has ended well, and its result cannot be written as JSON' } },
  };
}

function replyWith(callId: string, result: JobResult | undefined): Reply {
  if (result === undefined) return { status: 200, body: { callId, body: null } };
  if (result.ok)
    return isJsonValue(result.body)
      ? { status: 200, body: { callId, body: result.body } }
      : unwritable(callId);
  if (isDocktopusError(result.error, 'job.body-invalid')) {
    const { issues } = result.error.details;
    return { status: 422, body: { callId, error: { message: 'the body is invalid', issues } } };
  }
  return { status: 500, body: { callId, error: { message: 'the job failed' } } };
}

async function issuesOf(schema: StandardSchemaV1 | undefined, body: unknown, jobId: JobId): Promise<unknown> {
  if (schema === undefined) return undefined;
  try {
    await validateBody(schema, body, jobId);
    return undefined;
  } catch (error) {
    if (isDocktopusError(error, 'job.body-invalid')) return error.details.issues;
    throw error;
  }
}

/** Those of `names` that the request has, by their names. */
function headersOf(request: HttpRequest, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.header(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Lets `tracing()` continue the caller's trace. */
function traceOf(request: HttpRequest): Record<string, string> {
  const traceparent = request.header('traceparent');
  return traceparent === undefined ? {} : { traceparent };
}

function invalidBody(issues: unknown): Reply {
  return { status: 422, body: { error: { message: 'the body is invalid', issues } } };
}

function refusal(status: Reply['status'], message: string): Reply {
  return { status, body: { error: { message } } };
}

function later(status: 429 | 503, message: string, waitMs: number): Reply {
  return {
    ...refusal(status, message),
    headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) },
  };
}

/** Whether JSON has something for it: a BigInt and a value that holds itself it has not. */
function isJsonValue(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
