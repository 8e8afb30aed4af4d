import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A field of {@link BlueprintEnvironment}: a Standard Schema, small enough to need no validation library. */
export type Field<T> = StandardSchemaV1<unknown, T>;

/** A field that reads as `fallback` when absent; `read` gives `undefined` for a value that is not accepted. */
function field<T>(accepted: string, fallback: T, read: (value: unknown) => T | undefined): Field<T> {
  return {
    '~standard': {
      version: 1,
      vendor: 'docktopus',
      validate(given) {
        if (given === undefined) return { value: fallback };
        const value = read(given);
        return value === undefined ? { issues: [{ message: accepted }] } : { value };
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
  accepted: string,
  pattern: RegExp,
  fallback: T,
): Field<string | T> {
  return field<string | T>(accepted, fallback, (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined,
  );
}

/** Text that `problemOf` finds nothing wrong with; what it finds is what the author reads. */
export function checkedText(problemOf: (text: string) => string | undefined): Field<string | undefined> {
  return {
    '~standard': {
      version: 1,
      vendor: 'docktopus',
      validate(given) {
        if (given === undefined) return { value: undefined };
        const problem = typeof given === 'string' ? problemOf(given) : 'it is no text';
        return problem === undefined ? { value: String(given) } : { issues: [{ message: problem }] };
      },
    },
  };
}
