import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What each entry point of the core exports. */
const lists = {
  '@docktopus/core': namesIn('packages/core/src/index.ts'),
  '@docktopus/core/spec': namesIn('packages/core/src/exports/spec.ts'),
  '@docktopus/core/engine': namesIn('packages/core/src/exports/engine.ts'),
  '@docktopus/core/kit': namesIn('packages/core/src/exports/kit.ts'),
};

function namesIn(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  expect(source, 'an entry point is a reading list of names').not.toMatch(/export \*/);
  return [...source.matchAll(/export (?:type )?\{([^}]*)\} from/g)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.replace(/^\s*type\s/, '').trim())
      .filter((name) => name !== ''),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|md)$/.test(file) && !file.includes('node_modules'))
    .map((file) => `${folder}/${file}`);
}

test('each name of the core is exported by one of its entry points', () => {
  const all = Object.values(lists).flat();
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

test('the exports for authors stay a short list', () => {
  expect(lists['@docktopus/core'].length).toBeLessThanOrEqual(92);
});

test('README, guide and examples need nothing of what packages are built with', () => {
  const papers = ['README.md', ...filesIn('docs/guide'), ...filesIn('examples')];
  expect(papers.length).toBeGreaterThan(20);
  const using = papers.filter((file) => readFileSync(file, 'utf8').includes('@docktopus/core/kit'));
  expect(using).toEqual([]);
});
