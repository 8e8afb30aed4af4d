import type { Issue } from './issue.ts';

/**
 * What a validation library's message says was expected, for an {@link Issue}.
 *
 * Knows how zod, valibot and ArkType put it; a message in other words is handed on as a hint.
 */
export function schemaExpectation(message: string): Pick<Issue, 'expected' | 'hint'> {
  for (const form of FORMS) {
    const expected = form.exec(message)?.[1];
    if (expected !== undefined) return { expected: KINDS[expected.toLowerCase()] ?? inWords(expected) };
  }
  return { expected: 'a value that its schema accepts', hint: `the schema says: ${message}` };
}

/** zod's "number to be >=1" as "a number of at least 1", "string to have <=8 characters" as "a string of at most 8 characters". */
function inWords(expected: string): string {
  const bound = /^(\w+) to (?:be|have) ([<>]=?)\s*(.+)$/.exec(expected);
  if (bound === null) return expected;
  const [, kind = '', sign = '', rest = ''] = bound;
  if (KINDS[kind] === undefined) return expected;
  return `${KINDS[kind]} of ${BOUNDS[sign]} ${rest.replace(/^(1 \w+)s$/, '$1')}`;
}

const BOUNDS: Readonly<Record<string, string>> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
};

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
