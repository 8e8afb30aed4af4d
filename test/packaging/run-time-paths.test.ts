import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('an import whose path is known when it runs tells the bundlers of applications to leave it alone', () => {
  const bundles = readdirSync('packages')
    .map((name) => `packages/${name}/dist/bundle`)
    .filter((folder) => existsSync(folder));
  const imports = bundles.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => readFileSync(`${folder}/${file}`, 'utf8').match(IMPORT) ?? []),
  );
  expect(imports.length).toBeGreaterThan(2);
  for (const each of imports) expect(each).toContain('/* webpackIgnore: true */ /* @vite-ignore */');
});

const IMPORT = /\bimport\((?:\/\*[^*]*\*\/\s*)*[\w$]/g;
