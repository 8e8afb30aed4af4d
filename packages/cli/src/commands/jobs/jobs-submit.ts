import { text } from 'node:stream/consumers';
import { onHost, readTextFile } from '@docktopus/core/kit';
import type { NewCall } from '@docktopus/dashboard';
import type { Invocation } from '../../invocation/invocation.ts';
import { type JobsOptions, openJobs } from '../../jobs/index.ts';
import { usageFailure } from '../../output/index.ts';
import { readSpan } from '../text/read-span.ts';

interface SubmitOptions extends JobsOptions {
  readonly key?: string;
  readonly delay?: string;
  readonly priority?: number;
}

/** `docktopus jobs submit` */
export async function run(invocation: Invocation<SubmitOptions>): Promise<undefined> {
  const { args, options, out } = invocation;
  const [job = '', given] = args;
  const { key, delay, priority } = options;
  const call: NewCall = {
    job,
    body: await readBody(given),
    ...(key !== undefined && { idempotencyKey: key }),
    ...(delay !== undefined && { delayMs: readSpan(delay, '--delay') }),
    ...(priority !== undefined && { priority }),
  };
  await using jobs = await openJobs(invocation);
  const { id, deduplicated } = await jobs.submit(call);
  if (out.json) out.data({ id, deduplicated });
  else out.line(id);
  if (deduplicated && !out.json) out.note('a job with this key was there already');
}

/** JSON, as an argument, from a file as `@path`, or from stdin as `-`. */
async function readBody(given: string | undefined): Promise<unknown> {
  if (given === undefined) return undefined;
  const json =
    given === '-'
      ? await text(process.stdin)
      : given.startsWith('@')
        ? await readBodyFile(given.slice(1))
        : given;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw usageFailure(
      `${given.startsWith('@') ? given.slice(1) : 'the body'} is not JSON: ${(error as Error).message}`,
      `Quote JSON text twice: '"text"'`,
    );
  }
}

function readBodyFile(path: string): Promise<string> {
  const operation = 'jobs submit';
  return onHost({ operation, path, to: 'read' }, () => readTextFile(path, operation));
}
