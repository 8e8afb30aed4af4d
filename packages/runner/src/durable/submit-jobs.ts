import { createHash } from 'node:crypto';
import { DocktopusError } from '@docktopus/core';
import { type JobId, type JobRequest, newCallId, printableJobId, type SubmitOptions } from '../job/index.ts';
import { type BoundRouter, keyOf, validateBody } from '../router/index.ts';
import { jsonText, parsedText } from './json-text.ts';
import type { AcceptedJob, NewJob } from './stored-job.ts';

/** A call that is on disk. */
export interface SubmittedJob {
  readonly id: string;
  /** Whether it was there already, by its idempotency key. */
  readonly deduplicated: boolean;
}

const LONGEST_KEY = 255;
const TEN_YEARS_MS = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * A call of a durable job as a store keeps it.
 *
 * @throws DocktopusError `job.not-found`, `job.not-durable`, `job.body-invalid`, `job.not-json`, `job.too-large`,
 * `job.invalid` for options out of range.
 */
export async function newJob(
  router: Pick<BoundRouter, 'options' | 'bodySchema'>,
  request: JobRequest,
  maxBytes: number,
): Promise<NewJob> {
  const { jobId, body, durable: options = {} } = request;
  const job = router.options(jobId);
  if (job?.durable !== true) throw notDurable(jobId, job !== undefined);
  checkOptions(jobId, options);
  const subject = printableJobId(jobId);
  const payload = jsonText(body, 'the body', maxBytes, subject);
  // What a handler will be given is what JSON makes of it.
  const asRead = parsedText(payload);
  const schema = router.bodySchema(jobId);
  if (schema !== undefined) await validateBody(schema, asRead, jobId);
  const deadlineMs = options.deadlineMs ?? job.deadlineMs;
  const { idempotencyKey } = options;
  return {
    id: request.id ?? newCallId(),
    fresh: request.id === undefined,
    job: JSON.stringify(jobId),
    payload,
    metadata: jsonText(request.metadata ?? {}, 'the metadata', maxBytes, subject),
    key: keyOf(job, asRead),
    priority: options.priority ?? 0,
    delayMs: options.delayMs ?? 0,
    deadlineAt: deadlineMs === undefined ? undefined : Date.now() + deadlineMs,
    idempotency:
      idempotencyKey === undefined ? undefined : { key: idempotencyKey, fingerprint: fingerprint(asRead) },
    affinity: options.affinity,
  };
}

/** What a store has answered for a call. @throws DocktopusError `job.key-reused` */
export function submittedJob({ id, outcome }: AcceptedJob, jobId: JobId | undefined): SubmittedJob {
  if (outcome !== 'key-reused') return { id, deduplicated: outcome === 'deduplicated' };
  throw new DocktopusError('job.key-reused', {
    operation: 'runner.submit',
    subject: JSON.stringify(jobId),
    reason: `its idempotency key belongs to the job ${id}, which has another body`,
    hint: 'Use one key for one body: the id of the delivery, of the order, of the commit',
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

function checkOptions(jobId: JobId, options: SubmitOptions): void {
  const { idempotencyKey, delayMs = 0, priority = 0, deadlineMs, affinity } = options;
  const problems = [
    isText(idempotencyKey) || `idempotencyKey: expected 1 to ${LONGEST_KEY} characters`,
    isText(affinity) || `affinity: expected a host's name of 1 to ${LONGEST_KEY} characters`,
    (delayMs >= 0 && delayMs <= TEN_YEARS_MS) ||
      `delayMs: got ${delayMs}, expected milliseconds from 0 to ten years`,
    (Number.isInteger(priority) && Math.abs(priority) <= 100) ||
      `priority: got ${priority}, expected an integer from -100 to 100`,
    deadlineMs === undefined ||
      (deadlineMs > 0 && deadlineMs <= TEN_YEARS_MS) ||
      `deadlineMs: got ${deadlineMs}, expected milliseconds above 0`,
  ].filter((problem) => problem !== true);
  if (problems.length === 0) return;
  throw new DocktopusError('job.invalid', {
    operation: 'runner.submit',
    subject: printableJobId(jobId),
    reason: problems.join('; '),
  });
}

function isText(text: string | undefined): boolean {
  return text === undefined || (text.length > 0 && text.length <= LONGEST_KEY);
}
