import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const codesOfUnion = () => matches('packages/core/src/errors/error-code.ts', /^ {2}\| '([a-z.-]+)'/gm);
const codesOfPage = () => matches('docs/errors.md', /^\| `([a-z]+(?:\.[a-z-]+)?)` \| [^|]+ \| [^|]*\|$/gm);

function matches(file: string, pattern: RegExp): string[] {
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? '');
}

test('the page of errors has every code once, and no other', () => {
  const page = codesOfPage().filter((code) => !['failure', 'issues', 'differences', 'known'].includes(code));
  expect(page.length).toBeGreaterThan(50);
  expect([...page].sort()).toEqual(codesOfUnion().sort());
});
