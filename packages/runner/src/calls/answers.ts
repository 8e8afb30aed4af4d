import { DocktopusError, type ErrorCode, isDocktopusError } from '@docktopus/core';

const STATUS: Partial<Record<ErrorCode, number>> = {
  'job.not-found': 404,
  'job.not-durable': 404,
  'job.unknown': 404,
  'job.invalid': 400,
  'job.not-json': 400,
  'job.key-reused': 409,
  'job.too-large': 413,
  'job.body-invalid': 422,
  'queue.unavailable': 503,
  'queue.full': 503,
  'runner.state': 503,
};

/** How long to wait before trying again, in seconds. */
const RETRY_AFTER_S = '1';

/** A refusal as all end points of the runner answer it. */
export function refusal(
  status: number,
  message: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ error: { message, ...more } }, { status, headers });
}

/** The answer that a failure of the queue stands for. @throws `error` when it stands for none: that is a 500. */
export function answerFor(error: unknown): Response {
  const status = error instanceof DocktopusError ? STATUS[error.code as ErrorCode] : undefined;
  if (status === undefined) throw error;
  const { code, message } = error as DocktopusError;
  const response = refusal(status, message, { code, ...issuesOf(error) });
  if (status === 503) response.headers.set('retry-after', RETRY_AFTER_S);
  return response;
}

function issuesOf(error: unknown): object {
  if (isDocktopusError(error, 'job.body-invalid', 'job.not-json')) return { issues: error.details.issues };
  return isDocktopusError(error, 'job.key-reused') ? { callId: error.details.id } : {};
}
