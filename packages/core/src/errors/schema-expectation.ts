import type { Issue } from './issue.ts';

/**
 * What a validation library's message says was expected, for an {@link Issue}.
 *
 * Knows how zod, valibot and ArkType put it; a message in other words is handed on as a hint.
 */
export function schemaExpectation(message: string): Pick<Issue, 'expected' | 'hint'> {
  for (const form of FORMS) {
    const expected = form.exec(message)?.[1];
    if (expected !== undefined) return { expected: KINDS[expected.toLowerCase()] ?? expected };
  }
  return { expected: 'a value that its schema accepts', hint: `the schema says: ${message}` };
}

const FORMS = [
  // valibot: "Invalid type: Expected number but received "x"".
  /^Invalid [\w ]+: Expected (.+?) but received .*$/s,
  // zod: "Invalid input: expected number, received string"; ours: "expected true or false".
  /^(?:[\w ]+: )?expected (.+?)(?:, received .*)?$/is,
  // ArkType: "port must be a number (was a string)".
  /^(?:[\w.[\]]+ )?must be (.+?)(?: \(was .*\))?$/s,
];

/** The names of types that such messages use, in words. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
