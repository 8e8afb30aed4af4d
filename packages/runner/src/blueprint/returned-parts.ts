import type { Issue } from '@docktopus/core';
import { invalid, isRecord, printable } from '@docktopus/core/kit';

const LATE = 'which is there at once: do what takes time in init';

/** @throws DocktopusError `runner.invalid` unless the function `from` of a blueprint has returned things by name. */
export function byName<T>(from: string, returned: T): T {
  if (isRecord(returned) && !isThenable(returned)) return returned;
  throw invalid('runner.invalid', 'blueprint', [issueOf(from, returned, `an object by name, ${LATE}`)]);
}

/** @throws DocktopusError `runner.invalid` unless the function `from` of a blueprint has returned a list. */
export function asList<T>(from: string, returned: T): T {
  if (Array.isArray(returned)) return returned;
  throw invalid('runner.invalid', 'blueprint', [issueOf(from, returned, `a list, ${LATE}`)]);
}

/** @throws DocktopusError `runner.invalid` with each of `jobs` that no `job(…)` has made. */
export function checkJobs(jobs: object): void {
  const issues = Object.entries(jobs)
    .filter(([, each]) => !(isRecord(each) && 'handler' in each))
    .map(([id, each]) => issueOf(`jobs.${id}`, each, 'job((call) => …) or job(schema, (body, call) => …)'));
  if (issues.length > 0) throw invalid('runner.invalid', 'blueprint', issues);
}

function issueOf(path: string, value: unknown, expected: string): Issue {
  return { path, got: isThenable(value) ? 'a promise' : printable(value), expected };
}

function isThenable(value: unknown): boolean {
  return value instanceof Object && 'then' in value && typeof value.then === 'function';
}
