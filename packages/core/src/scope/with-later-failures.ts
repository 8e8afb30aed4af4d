import { amended, isDocktopusError } from '../errors/index.ts';
import { allErrors } from './throw-all.ts';

/**
 * What a caller sees when `first` made a clean-up necessary and parts of that failed as well: the first failure, with its
 * code, and all of them among its causes. An author's own error has no code of ours: it comes first in an `AggregateError`.
 *
 * @param what says what failed later: `'not all of it could be undone'`.
 */
export function withLaterFailures(first: unknown, later: readonly unknown[], what: string): unknown {
  if (later.length === 0) return first;
  const parts = later.flatMap(partsOf);
  const cause = allErrors(what, [...partsOf(first), ...parts]);
  if (!isDocktopusError(first)) return cause;
  const sentence = `${what.slice(0, 1).toUpperCase()}${what.slice(1)}`;
  return amended(first, { hint: `${sentence}: ${reasonOf(parts[0])}`, cause });
}

function partsOf(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}

function reasonOf(error: unknown): string {
  if (isDocktopusError(error)) return error.reason;
  return error instanceof Error ? error.message : String(error);
}
