import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, test } from 'vitest';
import { runOnNode } from '../support/node-versions.ts';
import { PACKAGES } from './packages.ts';

describe.each(PACKAGES)('$name', ({ name, folder, entryPoints }) => {
  test('publint has nothing to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('dist holds no tests', () => {
    const files = readdirSync(`${folder}/dist`, { recursive: true, encoding: 'utf8' });
    expect(files).toContain('index.js');
    expect(files).toContain('index.d.ts');
    expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
  });

  const deep = [`${name}/dist/index.js`, `${name}/src/index.ts`, `${name}/dist/bundle/index.js`];
  // A command line has nothing to import.
  test.each(entryPoints.length === 0 ? [] : deep)('a deep import of %s fails', async (specifier) => {
    const code = await runOnNode('current', `import('${specifier}').catch((e) => console.log(e.code))`);
    expect(code).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  test('every entry point has types', () => {
    const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    for (const entryPoint of entryPoints) {
      expect(existsSync(`${folder}/${exports[entryPoint.replace(name, '.')].types}`)).toBe(true);
    }
  });
});
