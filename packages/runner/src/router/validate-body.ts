import { DocktopusError, type Issue } from '@docktopus/core';
import { HIDDEN, printIssue, schemaExpectation } from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type JobId, printableJobId } from '../job/index.ts';

/**
 * What `schema` makes of a call's body; a promise when the schema is asynchronous.
 *
 * @throws DocktopusError `job.body-invalid` with all of the issues.
 */
export function validateBody(schema: StandardSchemaV1, body: unknown, jobId: JobId): unknown {
  const result = schema['~standard'].validate(body);
  return result instanceof Promise
    ? result.then((settled) => outputOf(settled, jobId))
    : outputOf(result, jobId);
}

function outputOf(result: StandardSchemaV1.Result<unknown>, jobId: JobId): unknown {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(toIssue);
  throw new DocktopusError('job.body-invalid', {
    operation: 'job',
    subject: printableJobId(jobId),
    reason: `the body is invalid: ${issues.map(printIssue).join('; ')}`,
    details: { issues },
  });
}

/** The value is left out: a body may hold secrets, and this goes into logs and answers. */
function toIssue({ message, path = [] }: StandardSchemaV1.Issue): Issue {
  const keys = path.map((part) => (typeof part === 'object' ? part.key : part));
  const where = keys.reduce<string>(
    (text, key) => `${text}${typeof key === 'number' ? `[${key}]` : `.${String(key)}`}`,
    'body',
  );
  return { path: where, got: HIDDEN, ...schemaExpectation(message) };
}
