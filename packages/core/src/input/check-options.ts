import { type CodeWithIssues, invalid, printable } from '../errors/index.ts';
import { Problems } from './problems.ts';
import { isSignal } from './read-signal.ts';
import type { Reader } from './reader.ts';

/** How each option of a call is checked; an option without a reader may hold anything. */
export type OptionReaders<T> = { readonly [K in keyof T]?: Reader<unknown> };

/**
 * Checks the options of a public call before it does anything: numbers, times, words and switches that its types would
 * refuse as well, and those that types cannot (`NaN`, `1e300`, `-1`). An option that is `undefined` was not given.
 *
 * ```ts
 * const OPTIONS: OptionReaders<LogsOptions> = { tail: readInteger(0), follow: readFlag, timeoutMs: readTimeout };
 * checkOptions(options, OPTIONS, 'container.logs', subject);
 * // spec.invalid: container.logs cache: 1 problem
 * //   tail: got NaN, expected a whole number of at least 0
 * ```
 *
 * `startDeadline` checks `timeoutMs` and `signal` of every call that has a deadline, so that only what is beside them
 * needs readers.
 *
 * @throws DocktopusError `code` with every problem.
 */
export function checkOptions<T extends object>(
  options: T,
  readers: OptionReaders<T>,
  operation: string,
  subject?: string,
  code: CodeWithIssues = 'spec.invalid',
): void {
  requireObject(options, operation, subject, code);
  let problems: Problems | undefined;
  for (const key in readers) {
    const value = options[key];
    if (value === undefined) continue;
    problems ??= new Problems();
    readers[key]?.(value, problems.at(key));
  }
  if (problems !== undefined && problems.issues.length > 0) {
    throw invalid(code, operation, problems.issues, subject);
  }
}

/** How every option there is gets checked; {@link asGiven} takes what cannot be. */
export type EveryOptionReader<T> = { readonly [K in keyof T & string]-?: Reader<unknown> };

/** Reads an option that may hold anything. */
export const asGiven: Reader<unknown> = (value) => value;

/**
 * As {@link checkOptions}, and refuses names that do not exist. For options that decide about safety, and those that an
 * author may return from a function: the compiler finds no misspelt name in what a function returns.
 *
 * @throws DocktopusError `code` with every problem.
 */
export function checkEveryOption<T extends object>(
  options: T,
  readers: EveryOptionReader<T>,
  operation: string,
  subject?: string,
  code: CodeWithIssues = 'spec.invalid',
): void {
  requireObject(options, operation, subject, code);
  const problems = new Problems();
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(readers, key)) problems.refuseUnknown(key, Object.keys(readers));
    else if (value !== undefined) readers[key as keyof T & string](value, problems.at(key));
  }
  if (problems.issues.length > 0) throw invalid(code, operation, problems.issues, subject);
}

function requireObject(
  options: unknown,
  operation: string,
  subject: string | undefined,
  code: CodeWithIssues,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || isSignal(options)) {
    const got = isSignal(options) ? 'an AbortSignal' : printable(options);
    const hint = isSignal(options) ? { hint: 'write { signal }' } : {};
    throw invalid(code, operation, [{ path: 'options', got, expected: 'an object', ...hint }], subject);
  }
}
