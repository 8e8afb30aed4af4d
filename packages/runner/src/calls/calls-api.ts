import type { Injector } from '@docktopus/core';
import { type Reader, readObject } from '@docktopus/core/kit';
import { hasEnded, type JobQueue, type SubmittedJob } from '../durable/index.ts';
import type { HttpHandler, HttpRequest, HttpRoutes } from '../http/index.ts';
import { type JobId, type JobRequest, jobIdOf } from '../job/index.ts';
import {
  authenticator,
  codingProblem,
  isJson,
  parseJson,
  readAuth,
  readBody,
  type WebhookAuth,
} from '../webhook/index.ts';
import { answerFor, refusal } from './answers.ts';
import { CallEvents } from './call-events.ts';
import { callPath } from './call-path.ts';
import { callView } from './call-view.ts';
import { eventStream, type StreamPosition, streamPosition } from './event-stream.ts';
import { listQuery } from './list-query.ts';
import { submitQuery } from './submit-query.ts';

/** Options of the HTTP API of durable jobs, `.http({ calls })`. */
export interface CallsOptions {
  /** Who may submit, see and cancel calls. Has no default: `{ type: 'none' }` has to be written. */
  readonly auth: Extract<WebhookAuth, { readonly type: 'none' | 'bearer' | 'api-key' }>;
}

const READERS = { auth: readAuth(['none', 'bearer', 'api-key'], "{ type: 'bearer', token }") };

/** @see CallsOptions */
export const readCalls: Reader<unknown> = (value, problems) => {
  const given = readObject(value, problems);
  if (given === undefined) return undefined;
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(READERS, key)) problems.refuseUnknown(key, Object.keys(READERS));
  }
  return READERS.auth((given as Partial<CallsOptions>).auth, problems.at('auth'));
};

/** What the API acts on. */
export interface CallsApi {
  readonly queue: JobQueue;
  /** Those that are durable. */
  readonly jobIds: readonly JobId[];
  readonly maxBodyBytes: number;
  readonly injector: Injector;
  /** Aborts when the runner stops. */
  readonly stopping: AbortSignal;
  submit(request: JobRequest): Promise<SubmittedJob>;
}

const OWNER = 'the calls API';

/**
 * Serves durable calls over HTTP.
 *
 * | request | answer |
 * |---|---|
 * | `POST /jobs/:jobId?delayMs=&priority=&deadlineMs=`, `Idempotency-Key` | 202 with the id and its `Location` |
 * | `GET /calls?state=&job=&key=&limit=&cursor=` | newest first, and the cursor of the next page |
 * | `GET /calls/:callId` | state, attempt, progress, result or error |
 * | `GET /calls/:callId/events` | server-sent events `state`, `progress`, `log`; `Last-Event-ID` resumes |
 * | `DELETE /calls/:callId` | cancels: 200 when it waited, 202 when it runs, 409 when it had ended |
 *
 * @throws DocktopusError `runner.invalid` when a secret is missing or too short, or a path is taken.
 */
export function serveCalls(routes: HttpRoutes, { auth }: CallsOptions, api: CallsApi): void {
  const authenticate = authenticator(auth, api.injector, OWNER);
  const guarded =
    (handle: HttpHandler): HttpHandler =>
    async (request) => {
      const verdict = await authenticate(
        { header: (name) => request.header(name), body: new Uint8Array() },
        Date.now(),
      );
      if (verdict === 'refused') {
        const refused = refusal(401, 'not authenticated');
        refused.headers.set('www-authenticate', 'Bearer');
        return refused;
      }
      try {
        return await handle(request);
      } catch (error) {
        return answerFor(error);
      }
    };
  routes.on(
    'POST',
    '/jobs/:jobId',
    guarded((request) => submit(request, api)),
    OWNER,
  );
  routes.on(
    'GET',
    '/calls',
    guarded((request) => list(request, api)),
    OWNER,
  );
  routes.on(
    'GET',
    '/calls/:callId',
    guarded((request) => show(request, api)),
    OWNER,
  );
  routes.on(
    'GET',
    '/calls/:callId/events',
    guarded((request) => events(request, api)),
    OWNER,
  );
  routes.on(
    'DELETE',
    '/calls/:callId',
    guarded((request) => cancel(request, api)),
    OWNER,
  );
}

async function submit(request: HttpRequest, api: CallsApi): Promise<Response> {
  const options = submitQuery(request.url.searchParams);
  if (typeof options === 'string') return refusal(400, options);
  const raw = await readBody(request.raw, api.maxBodyBytes);
  if (raw === undefined) return refusal(413, `the body is longer than ${api.maxBodyBytes} bytes`);
  // Without it, any web page could send one from the browser of somebody who can reach us.
  if (!isJson(request.header('content-type'))) return refusal(415, 'send it as application/json');
  const coding = raw.length === 0 ? undefined : codingProblem((name) => request.header(name));
  if (coding !== undefined) return refusal(coding.status, coding.message, {}, coding.headers);
  const parsed = parseJson(raw);
  if (typeof parsed === 'string') return refusal(400, parsed);
  const traceparent = request.header('traceparent');
  const { id, deduplicated } = await api.submit({
    jobId: jobIdOf(request.params.jobId ?? '', api.jobIds),
    body: parsed.value,
    ...(traceparent !== undefined && { metadata: { traceparent } }),
    durable: { ...options, idempotencyKey: request.header('idempotency-key') },
  });
  return Response.json({ callId: id, deduplicated }, { status: 202, headers: { location: callPath(id) } });
}

async function list({ url }: HttpRequest, api: CallsApi): Promise<Response> {
  const query = listQuery(url.searchParams, (text) => jobIdOf(text, api.jobIds));
  if (typeof query === 'string') return refusal(400, query);
  const { jobs, cursor } = await api.queue.list(query);
  return Response.json({ calls: jobs.map(callView), cursor });
}

async function show({ params: { callId = '' } }: HttpRequest, { queue }: CallsApi): Promise<Response> {
  const job = await queue.get(callId);
  return job === undefined
    ? unknownCall()
    : Response.json(callView(job), { headers: { 'cache-control': 'no-store' } });
}

async function events(request: HttpRequest, { queue, stopping }: CallsApi): Promise<Response> {
  const { callId = '' } = request.params;
  const job = await queue.get(callId);
  if (job === undefined) return unknownCall();
  const position = streamPosition(request.header('last-event-id'));
  // A browser keeps coming back unless it is told that there is nothing more. A job that was queued again has more.
  if (position.ended && hasEnded(job.state)) return new Response(null, { status: 204 });
  const told = new CallEvents(queue, callId, await known(queue, callId, position));
  return eventStream(() => told.look(), queue.changes(callId), stopping);
}

/** A line that this log has not is of another call, or of a log that began again: then all of it is news. */
async function known(
  queue: JobQueue,
  callId: string,
  { line, ended }: StreamPosition,
): Promise<StreamPosition> {
  const isThere = line > 0 && (await queue.log(callId, { after: line - 1, limit: 1 })).length > 0;
  return { line: isThere ? line : 0, ended };
}

async function cancel({ params: { callId = '' } }: HttpRequest, { queue }: CallsApi): Promise<Response> {
  const outcome = await queue.cancel(callId, 'cancelled over HTTP');
  if (outcome === 'unknown') return unknownCall();
  if (outcome === 'ended') return refusal(409, 'the call has ended');
  return Response.json({ callId, outcome }, { status: outcome === 'cancelled' ? 200 : 202 });
}

function unknownCall(): Response {
  return refusal(404, 'there is no call of this id, or it is kept no longer');
}
