import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A field of {@link BlueprintEnvironment}: a Standard Schema, small enough to need no validation library. */
export type Field<T> = StandardSchemaV1<unknown, T>;

/** A field that reads as `fallback` when absent; `read` gives `undefined` for a value that it cannot take. */
function field<T>(expected: string, fallback: T, read: (value: unknown) => T | undefined): Field<T> {
  return {
    '~standard': {
      version: 1,
      vendor: 'docktopus',
      validate(given) {
        // An empty variable is how shells and Compose files say that there is none.
        if (given === undefined || given === '') return { value: fallback };
        const value = read(given);
        return value === undefined ? { issues: [{ message: `expected ${expected}` }] } : { value };
      },
    },
  };
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[], fallback: T): Field<T> {
  return field<T>(`one of ${words.join(', ')}`, fallback, (value) => words.find((word) => word === value));
}

/** A switch: `true` or `false`. */
export function flag(fallback: boolean): Field<boolean> {
  return field('true or false', fallback, (value) => (typeof value === 'boolean' ? value : undefined));
}

/** Whole milliseconds, zero or more. */
export function milliseconds(fallback: number): Field<number> {
  return field('a whole number of milliseconds, 0 or more', fallback, (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined,
  );
}

/** Text that `pattern` accepts. */
export function text<T extends string | undefined>(
  expected: string,
  pattern: RegExp,
  fallback: T,
): Field<string | T> {
  return field<string | T>(expected, fallback, (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined,
  );
}

/** Text in which `problemOf` finds nothing wrong. */
export function checkedText(
  expected: string,
  problemOf: (text: string) => string | undefined,
): Field<string | undefined> {
  return {
    '~standard': {
      version: 1,
      vendor: 'docktopus',
      validate(given) {
        if (given === undefined || given === '') return { value: undefined };
        if (typeof given !== 'string') return { issues: [{ message: `expected ${expected}` }] };
        const problem = problemOf(given);
        return problem === undefined
          ? { value: given }
          : { issues: [{ message: `expected ${expected}; ${problem}` }] };
      },
    },
  };
}
