import { isDocktopusError } from '@docktopus/core';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiProblem } from '../api/index.ts';
import { failureText } from '../failure-text.ts';
import { maskText } from '../masking/index.ts';

/** Answers with a problem: a code for programs, and words for people. */
export function problem(
  context: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  hint?: string,
): Response {
  const body: ApiProblem = { v: 1, error: { code, message, ...(hint !== undefined && { hint }) } };
  return context.json(body, status);
}

/** Answers with what a call of the source threw. */
export function failure(context: Context, error: unknown): Response {
  const message = maskText(failureText(error));
  if (!isDocktopusError(error)) return problem(context, 500, 'internal', message);
  return problem(context, statusOf(error.code), error.code, message, error.hint);
}

function statusOf(code: string): ContentfulStatusCode {
  if (/(\.not-found|[.-]unknown)$/.test(code)) return 404;
  if (/\.(body-)?invalid$/.test(code) || code === 'job.not-json') return 400;
  if (code === 'job.too-large') return 413;
  if (code === 'timeout') return 504;
  if (code.startsWith('engine.') || code === 'queue.unavailable' || code === 'queue.full') return 503;
  return 409;
}
