import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeBlocks } from '../docs/code-blocks.ts';

const pagesIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);
const started = ['README.md', 'docs/guide/getting-started.md'];
const packages = readdirSync('packages').map((name) => `packages/${name}/README.md`);

/** What a page tells to install; a line may go on behind a backslash. */
function installed(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll('\\\n', '');
  return [...text.matchAll(/npm install ([^\n`#]*)/g)].flatMap(([, names = '']) =>
    names.split(/\s+/).map((name) => name.replace(/(?<=.)@.*$/, '')),
  );
}

/** The packages of other people and of ours that the programs of a page import. */
function imported(page: string): readonly string[] {
  const names = codeBlocks(page).flatMap(({ code }) =>
    [...code.matchAll(/(?:from|import) '((?:@[^/']+\/)?[^/'.][^/']*)/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}

const inNest = /^@nestjs\//;

test.each([...started, 'docs/concepts.md', ...pagesIn('docs/guide'), ...pagesIn('docs/recipes')])(
  '%s says how to install what its programs import, unless getting started does',
  (page) => {
    const known = [...started.flatMap(installed), ...installed(page)];
    expect(imported(page).filter((name) => !inNest.test(name) && !known.includes(name))).toEqual([]);
  },
);

test.each(packages)(
  '%s says how to install what its program imports, unless the one of core does',
  (page) => {
    const known = [...installed('packages/core/README.md'), ...installed(page)];
    expect(imported(page).filter((name) => !inNest.test(name) && !known.includes(name))).toEqual([]);
  },
);
