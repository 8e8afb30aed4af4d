import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'docktopus-copies-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two bundles of the published package, as two plug-ins of one application would each bring one. */
beforeAll(async () => {
  for (const [name, minify] of [
    ['one', false],
    ['two', true],
  ] as const) {
    await build({
      stdin: {
        contents: `export { DocktopusError, describeError, isDocktopusError } from '@docktopus/core';`,
        resolveDir: '.',
      },
      outfile: join(folder, `${name}.mjs`),
      bundle: true,
      minify,
      platform: 'node',
      format: 'esm',
      banner: {
        js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
      },
      external: ['dockerode'],
    });
  }
});

function run(program: string) {
  const file = join(folder, 'program.mjs');
  writeFileSync(file, `import * as one from './one.mjs';\nimport * as two from './two.mjs';\n${program}`);
  return spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 30_000 });
}

const facts = `{ operation: 'container.start', subject: 'redis', reason: 'port 6379 is taken', hint: 'Choose another' }`;

test('each of two copies of the package in one process knows the errors of the other', () => {
  const { stdout } = run(`
    for (const [mine, other] of [[one, two], [two, one]]) {
      const error = new other.DocktopusError('port.in-use', ${facts});
      console.log(
        error instanceof mine.DocktopusError,
        mine.isDocktopusError(error),
        mine.isDocktopusError(error, 'port.in-use'),
        mine.isDocktopusError(error, 'timeout'),
        mine.describeError(error),
      );
    }`);
  const line = 'false true true false container.start redis: port 6379 is taken. Choose another\n';
  expect(stdout).toBe(line + line);
});

test.each(['one', 'two'])('an error that nothing catches is printed under its name (copy %s)', (copy) => {
  const { status, stderr } = run(`throw new ${copy}.DocktopusError('port.in-use', ${facts});`);
  const printed = stderr.slice(stderr.indexOf('DocktopusError: '));
  expect(status).toBe(1);
  expect(printed).toMatch(
    /^DocktopusError: container\.start redis: port 6379 is taken\. Choose another\n {4}at /,
  );
  expect(printed).toMatch(/ \{\n {2}code: 'port\.in-use'\n\}\n/);
  expect(stderr).not.toContain('_DocktopusError:');
});
