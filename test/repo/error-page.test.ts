import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpLink } from '../../packages/core/src/errors/help-link.ts';

/** Where a package declares the codes that it adds to `ErrorCodes`. */
const declarations = readdirSync('packages').flatMap((name) =>
  [`packages/${name}/src/errors/error-codes.ts`, `packages/${name}/src/error-codes.ts`].filter(existsSync),
);

function codesIn(file: string): readonly string[] {
  const matches = readFileSync(file, 'utf8').matchAll(/^ {2}(?:'([a-z]+\.[a-z-]+)'|([a-z]+)): /gm);
  return [...matches].map((match) => match[1] ?? match[2] ?? '');
}

/** Codes of the command line alone; `usage`, which its help explains, has no place on the page. */
const ofCommands = [
  ...new Set(
    readdirSync('packages/cli/src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [
        ...readFileSync(`packages/cli/src/${file}`, 'utf8').matchAll(
          /new CommandFailure\(\s*[^,]+,\s*'([a-z]+(?:[.-][a-z-]+)+)'/g,
        ),
      ])
      .map((match) => match[1] ?? ''),
  ),
];

/** Codes of the dashboard's API, which the command line prints as they are. */
const ofApi = [
  ...new Set(
    readdirSync('packages/dashboard/src/server', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [
        ...readFileSync(`packages/dashboard/src/server/${file}`, 'utf8').matchAll(/'(dashboard\.[a-z-]+)'/g),
      ])
      .map((match) => match[1] ?? ''),
  ),
];

/** Every code that a user can meet, once. */
function allCodes(): readonly string[] {
  return [...new Set([...declarations.flatMap(codesIn), ...ofCommands, ...ofApi])].sort();
}

function codesOfPage(): readonly string[] {
  const page = readFileSync('docs/errors.md', 'utf8');
  const rows = page.matchAll(/^\| <a id="[^"]+"><\/a>`([a-z]+(?:[.-][a-z-]+)?)` \| [^|]+ \| [^|]*\|$/gm);
  return [...rows].map((match) => match[1] ?? '');
}

test('the page of errors has every code of every package once, and no other', () => {
  expect(declarations).toEqual([
    'packages/compose/src/error-codes.ts',
    'packages/core/src/errors/error-codes.ts',
    'packages/dashboard/src/error-codes.ts',
    'packages/runner/src/error-codes.ts',
  ]);
  expect(codesOfPage().length).toBeGreaterThan(50);
  expect(ofCommands.length).toBeGreaterThan(5);
  expect(ofApi.length).toBeGreaterThan(5);
  expect([...codesOfPage()].sort()).toEqual(allCodes());
});

test('core and runner share no error code', () => {
  const [core = [], runner = []] = declarations.filter((file) => !file.includes('compose')).map(codesIn);
  expect(
    core.filter((code) => runner.includes(code) || /^(job|runner|producer|consumer|service)\./.test(code)),
  ).toEqual([]);
});

test('the link that is printed with an error leads to an anchor of its own on the page, in this repository', () => {
  const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository: { url: string } };
  const home = repository.url.replace(/^git\+|\.git$/g, '');
  const anchors = [...readFileSync('docs/errors.md', 'utf8').matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  const codes = allCodes();
  expect(codes.map(helpLink)).toEqual(codes.map((code) => `${home}/blob/main/docs/errors.md#${code}`));
  expect(anchors.sort()).toEqual(codes);
});
