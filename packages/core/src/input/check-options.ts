import { type CodeWithIssues, type Issue, invalid, printable } from '../errors/index.ts';
import { Problems } from './problems.ts';
import { isSignal } from './read-signal.ts';
import { hasFields } from './read-thing.ts';
import type { Reader } from './reader.ts';
import { reportUnreadable } from './report-unreadable.ts';

/** How each option of a call is checked: all of them, so that the names are those of the type. {@link asGiven} takes any value. */
export type OptionReaders<T> = { readonly [K in keyof T & string]-?: Reader<unknown> };

/** Reads an option that may hold anything. */
export const asGiven: Reader<unknown> = (value) => value;

/**
 * Checks the options of a public call before it does anything: numbers, times, words and switches that its types would
 * refuse as well, and those that types cannot (`NaN`, `1e300`, `-1`). A name that no option has is refused with the
 * nearest one: dropped in silence, `{ timeoutMS: 5_000 }` would wait without end. An option that is `undefined` was not
 * given.
 *
 * ```ts
 * const OPTIONS: OptionReaders<LogsOptions> = { ...CALL_OPTIONS, tail: readInteger(0), follow: readFlag };
 * checkOptions(options, OPTIONS, 'container.logs', subject);
 * // spec.invalid: container.logs cache: 1 problem
 * //   tail: got NaN, expected a whole number of at least 0
 * ```
 *
 * @throws DocktopusError `code` with every problem.
 */
export function checkOptions<T extends object>(
  options: T,
  readers: OptionReaders<NoInfer<T>>,
  operation: string,
  subject?: string,
  code: CodeWithIssues = 'spec.invalid',
): void {
  refuseIssues(issuesOf(options, readers, true), operation, subject, code);
}

/** As {@link checkOptions}, for options that a call shares with others: those beside them are checked elsewhere. */
export function checkSharedOptions<T extends object>(
  options: T,
  readers: OptionReaders<NoInfer<T>>,
  operation: string,
  subject?: string,
  code: CodeWithIssues = 'spec.invalid',
): void {
  refuseIssues(issuesOf(options, readers, false), operation, subject, code);
}

function refuseIssues(
  issues: readonly Issue[],
  operation: string,
  subject: string | undefined,
  code: CodeWithIssues,
): void {
  if (issues.length > 0) throw invalid(code, operation, issues, subject);
}

const NONE: readonly Issue[] = [];

/** @param alone whether there are no other options than those that have a reader. */
function issuesOf<T extends object>(options: T, readers: OptionReaders<T>, alone: boolean): readonly Issue[] {
  let problems: Problems | undefined;
  let reading = 'options';
  try {
    // Nearly all are plain objects, and this is asked for every call.
    const got = isPlain(options) ? undefined : notOptions(options);
    if (got !== undefined) return [{ path: reading, expected: 'an object', ...got }];
    // By the names, and not by what the object has itself: the call reads inherited options as well.
    for (const key in readers) {
      reading = key;
      const value = options[key as unknown as keyof T];
      if (value === undefined) continue;
      problems ??= new Problems();
      (readers[key as keyof typeof readers] as Reader<unknown>)(value, problems.at(key));
    }
    if (alone) {
      reading = 'options';
      for (const key of Object.keys(options)) {
        if (Object.hasOwn(readers, key) || options[key as keyof T] === undefined) continue;
        problems ??= new Problems();
        problems.refuseUnknown(key, Object.keys(readers));
      }
    }
  } catch (error) {
    problems ??= new Problems();
    reportUnreadable(error, problems.at(reading));
  }
  return problems?.issues ?? NONE;
}

/** The problem with a value that holds no options, such as a promise or a `Map`, whose content would be ignored silently. */
function notOptions(options: unknown): Pick<Issue, 'got' | 'hint'> | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return { got: printable(options) };
  }
  if (isSignal(options)) return { got: 'an AbortSignal', hint: 'write { signal }' };
  if (options instanceof Promise) return { got: 'a promise', hint: 'await it' };
  if (options instanceof Map || options instanceof Set) {
    return { got: 'a collection', hint: 'write its entries as fields' };
  }
  return hasFields(options) ? undefined : { got: printable(options) };
}

function isPlain(options: unknown): boolean {
  return (
    typeof options === 'object' && options !== null && Object.getPrototypeOf(options) === Object.prototype
  );
}
