import { DocktopusError } from '@docktopus/core';

/** Beyond this, what is shown of a value is cut. */
const MOST_SHOWN = 200;

/**
 * What a handler threw as an error that loggers, stores and consumers can read: itself, or an error that stands for it.
 * A getter that throws, in the error or in one of its causes, would otherwise fail where the end of the call is told.
 *
 * @param subject the job.
 */
export function thrownError(thrown: unknown, subject: string): Error {
  let isError = true;
  try {
    isError = thrown instanceof Error;
    if (isError && isReadable(thrown as Error)) return thrown as Error;
  } catch {
    // Such as a proxy whose target has gone.
  }
  const facts = { operation: 'job', subject } as const;
  if (!isError)
    return new DocktopusError('job.failed', {
      ...facts,
      reason: 'the handler threw something that is not an error',
      cause: thrown,
    });
  return new DocktopusError('job.failed', {
    ...facts,
    reason: `the handler threw an error that cannot be read: ${shown(thrown)}`,
    hint: 'Throw an error whose name, message and cause are data; a getter of it, or of a cause of it, throws',
  });
}

/** Whether what is told of it can be: of itself, of its causes, and of its parts. */
function isReadable(error: Error): boolean {
  const seen = new Set<Error>();
  const left: unknown[] = [error];
  while (left.length > 0) {
    const one = left.pop();
    if (!(one instanceof Error) || seen.has(one)) continue;
    seen.add(one);
    // Its stack is not read: V8 would write it each time.
    const { name, message, cause, ...rest } = one;
    if (typeof name !== 'string' || typeof message !== 'string') return false;
    left.push(cause, ...Object.values<unknown>(rest).filter((value) => value instanceof Error));
    if (one instanceof AggregateError) for (const part of one.errors as Iterable<unknown>) left.push(part);
  }
  return true;
}

/** Its stack was written when it was made, and begins with what it said then. */
function shown(thrown: unknown): string {
  try {
    return String((thrown as Error).stack)
      .split('\n', 1)
      .join('')
      .slice(0, MOST_SHOWN);
  } catch {
    return 'nothing of it can be shown';
  }
}
