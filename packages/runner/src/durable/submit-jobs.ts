import { createHash } from 'node:crypto';
import { DocktopusError } from '@docktopus/core';
import { checkOptions } from '@docktopus/core/kit';
import {
  isKey,
  isStorableText,
  type JobId,
  type JobMetadata,
  type JobRequest,
  KEY_EXPECTED,
  newCallId,
  printableJobId,
  SUBMIT_OPTIONS,
} from '../job/index.ts';
import { type BoundRouter, keyOf, validateBody } from '../router/index.ts';
import { jsonText, parsedText } from './json-text.ts';
import type { AcceptedJob, NewJob } from './stored-job.ts';

/** A call that is on disk. */
export interface SubmittedJob {
  readonly id: string;
  /** Whether it was there already, by its idempotency key. */
  readonly deduplicated: boolean;
}

/**
 * A call of a durable job as a store keeps it; a promise of it when its schema answers later.
 *
 * @throws DocktopusError `job.not-found`, `job.not-durable`, `job.body-invalid`, `job.not-json`, `job.too-large`,
 * `job.invalid` for options out of range.
 */
export function newJob(
  router: Pick<BoundRouter, 'options' | 'bodySchema'>,
  request: JobRequest,
  maxBytes: number,
): NewJob | Promise<NewJob> {
  const { jobId, body, durable: options = {} } = request;
  const job = router.options(jobId);
  if (job?.durable !== true) throw notDurable(jobId, job !== undefined);
  const subject = printableJobId(jobId);
  checkOptions(options, SUBMIT_OPTIONS, 'runner.submit', subject, 'job.invalid');
  const payload = jsonText(body, { what: 'the body', path: 'body', maxBytes, subject });
  // What a handler will be given is what JSON makes of it.
  const asRead = parsedText(payload);
  const schema = router.bodySchema(jobId);
  const deadlineMs = options.deadlineMs ?? job.deadlineMs;
  const { idempotencyKey } = options;
  const made = (): NewJob => ({
    id: request.id ?? newCallId(),
    fresh: request.id === undefined,
    job: JSON.stringify(jobId),
    payload,
    metadata: metadataText(request.metadata, maxBytes, subject),
    key: checkedKey(keyOf(job, asRead), subject),
    priority: options.priority ?? 0,
    delayMs: Math.ceil(options.delayMs ?? 0),
    deadlineAt: deadlineMs === undefined ? undefined : Math.ceil(Date.now() + deadlineMs),
    idempotency:
      idempotencyKey === undefined ? undefined : { key: idempotencyKey, fingerprint: fingerprint(asRead) },
    affinity: options.affinity,
  });
  const validated = schema && validateBody(schema, asRead, jobId);
  return validated instanceof Promise ? validated.then(made) : made();
}

/** The same of several calls. One, which is the usual case, makes no more promises than it needs. */
export function newJobs(
  router: Pick<BoundRouter, 'options' | 'bodySchema'>,
  requests: readonly JobRequest[],
  maxBytes: number,
): readonly NewJob[] | Promise<readonly NewJob[]> {
  const [only] = requests;
  if (only === undefined || requests.length > 1)
    return Promise.all(requests.map(async (request) => newJob(router, request, maxBytes)));
  const made = newJob(router, only, maxBytes);
  return made instanceof Promise ? made.then((job) => [job]) : [made];
}

function metadataText(metadata: JobMetadata | undefined, maxBytes: number, subject: string): string {
  if (metadata === undefined) return '{}';
  return jsonText(metadata, { what: 'the metadata', path: 'metadata', maxBytes, subject });
}

/** A concurrency key comes from a body, and stores search by it. Without a text in it, a job has no key. */
function checkedKey(key: string | undefined, subject: string): string | undefined {
  if (key === undefined || key === '' || isKey(key)) return key;
  const got = isStorableText(key) ? `${key.length} characters` : 'NUL or a half character';
  const issue = { path: 'concurrencyKey', got, expected: KEY_EXPECTED };
  throw new DocktopusError('job.body-invalid', {
    operation: 'runner.submit',
    subject,
    reason: `the concurrency key of the body is invalid: got ${got}, expected ${KEY_EXPECTED}`,
    details: { issues: [issue] },
  });
}

/**
 * What a store has answered for a call.
 *
 * @param others calls that were submitted with it, which are kept.
 * @throws DocktopusError `job.key-reused`
 */
export function submittedJob(
  { id, outcome }: AcceptedJob,
  jobId: JobId | undefined,
  others = 0,
): SubmittedJob {
  if (outcome !== 'key-reused') return { id, deduplicated: outcome === 'deduplicated' };
  throw new DocktopusError('job.key-reused', {
    operation: 'runner.submit',
    subject: JSON.stringify(jobId),
    reason: `its idempotency key belongs to the job ${id}, which has another body`,
    hint:
      others === 0
        ? 'Use one key for one body: the id of the delivery, of the order, of the commit'
        : 'Use one key for one body. The calls beside it whose keys are free are kept: do not submit them again',
    details: { id },
  });
}

/** The same for bodies that say the same, in whatever order their properties are. */
function fingerprint(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(body, sorted) ?? '')
    .digest('base64url');
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function notDurable(jobId: JobId, exists: boolean): DocktopusError {
  const subject = printableJobId(jobId);
  return exists
    ? new DocktopusError('job.not-durable', {
        operation: 'runner.submit',
        subject,
        reason: 'the job is not durable',
        hint: 'Add durable: true to its options, or call it with runner.call()',
      })
    : new DocktopusError('job.not-found', {
        operation: 'runner.submit',
        subject,
        reason: 'no route matches',
        hint: 'A durable job needs its own route; note that 7 and "7" are different ids',
      });
}
