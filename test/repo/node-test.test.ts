import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runArgs, runEnv } from '../../scripts/run-from-source.mjs';

const run = promisify(execFile);

test('the test kit works under node:test', { timeout: 60_000 }, async () => {
  const [condition = '', ...rest] = runArgs('test/repo/node-test-suite.ts');
  const { stdout } = await run(process.execPath, [condition, '--test-reporter=tap', ...rest], {
    env: { ...process.env, ...runEnv },
  });
  expect(stdout).toContain('# pass 3\n');
  expect(stdout).toContain('# fail 0\n');
});
