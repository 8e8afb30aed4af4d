import { createHash } from 'node:crypto';
import { isDocktopusError } from '@docktopus/core';
import { settledWithin } from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { HttpRequest } from '../http/index.ts';
import type { JobId, JobResult } from '../job/index.ts';
import type { TokenBucket } from '../layers/index.ts';
import type { ProducerHost } from '../producers/index.ts';
import { validateBody } from '../router/index.ts';
import type { Authenticator } from './authenticate.ts';
import type { IdempotencyStore, Reply } from './idempotency-store.ts';
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
  readonly replies: IdempotencyStore;
  /** `undefined` while the runner does not accept calls. */
  readonly host: () => ProducerHost | undefined;
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
    const { maxBodyBytes, authenticate, isPublic, bucket, replies } = this.#settings;
    const header = (name: string) => request.header(name);
    const body = await readBody(request.raw, maxBodyBytes);
    if (body === undefined) return refusal(413, `the body is longer than ${maxBodyBytes} bytes`);
    const verdict = authenticate({ header, body }, Date.now());
    if (verdict === 'refused')
      return { ...refusal(401, 'not authenticated'), headers: { 'www-authenticate': 'Bearer' } };
    const waitMs = bucket?.take(performance.now(), 0) ?? 0;
    if (waitMs > 0) return later(429, 'too many requests', waitMs);
    // Without it, any web page could send one from the browser of somebody who can reach us.
    if (!isJson(header('content-type')) && (isPublic || body.length > 0)) {
      return refusal(415, 'send it as application/json');
    }
    const key = header('idempotency-key');
    if (key === undefined) return this.#act(body, verdict.accept, request);
    if (key === '' || key.length > LONGEST_KEY)
      return refusal(400, 'the Idempotency-Key has 1 to 255 characters');
    const fingerprint = createHash('sha256').update(body).digest('hex');
    const reply = replies.replyFor(key, fingerprint, Date.now(), () =>
      this.#act(body, verdict.accept, request),
    );
    return reply === 'mismatch' ? refusal(422, 'the Idempotency-Key was used with another body') : reply;
  }

  async #act(raw: Uint8Array, accept: () => 'new' | 'seen' | 'full', request: HttpRequest): Promise<Reply> {
    const { jobId, mode, schema } = this.#settings;
    const parsed = parseJson(raw);
    if (parsed === undefined) return refusal(400, 'the body is not JSON');
    const issues = await issuesOf(schema, parsed.value, jobId);
    if (issues !== undefined)
      return { status: 422, body: { error: { message: 'the body is invalid', issues } } };
    const host = this.#settings.host();
    if (host === undefined || host.free === 0) return later(503, 'no call is accepted right now', 1000);
    const use = accept();
    if (use === 'seen') return refusal(409, 'this signed request was seen before');
    if (use === 'full') return later(503, 'too many signed requests at a time', 1000);
    const metadata = { ...request.params, webhook: this.#settings.path, ...traceOf(request) };
    const call = await host.trySubmit({ jobId, body: parsed.value, metadata });
    const { callId } = call;
    const inTime = mode !== 'accepted' && (await settledWithin(call.ended, this.#settings.resultTimeoutMs));
    const reply: Reply = inTime
      ? replyWith(callId, (await call.ended).result)
      : { status: 202, body: { callId } };
    return { ...reply, accepted: true };
  }
}

function replyWith(callId: string, result: JobResult | undefined): Reply {
  if (result === undefined) return { status: 200, body: { callId, body: null } };
  if (result.ok) return { status: 200, body: { callId, body: result.body } };
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

/** An empty body is a call without one. */
function parseJson(raw: Uint8Array): { readonly value: unknown } | undefined {
  if (raw.length === 0) return { value: undefined };
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) };
  } catch {
    return undefined;
  }
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? '');
}

/** Lets `tracing()` continue the caller's trace. */
function traceOf(request: HttpRequest): Record<string, string> {
  const traceparent = request.header('traceparent');
  return traceparent === undefined ? {} : { traceparent };
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
