import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COLUMNS = 80;
const pages = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/node_modules|^site\/(pages|dist)/.test(file))
    .map((file) => `docs/${file}`),
];

test(`every line of code of the documentation fits ${COLUMNS} columns, so that no block scrolls sideways`, () => {
  expect(pages.length).toBeGreaterThan(50);
  expect(pages.flatMap(longLinesOf)).toEqual([]);
});

/** What a program prints is as long as it is; the site wraps it. */
function longLinesOf(page: string): readonly string[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```(\w*).*\n([\s\S]*?)^```$/gm);
  return [...blocks]
    .flatMap(([, language, code = '']) => (language === 'text' ? [] : code.split('\n')))
    .filter((line) => [...line].length > COLUMNS)
    .map((line) => `${page}: ${line}`);
}
