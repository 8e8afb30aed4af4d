import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const NOTICE =
  'No Docker engine: this demo runs on an embedded engine in memory, whose containers are simulated.';

test('where no engine can be had, the demo runs on the one in memory, and says so first and last', {
  timeout: 120_000,
}, () => {
  const { CI: _, VITEST: __, NODE_ENV: ___, DOCKTOPUS_TEST_ENGINE: ____, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs'], {
    env: { ...env, DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    encoding: 'utf8',
  });
  expect(stderr).toContain('no engine answers at unix:///nowhere/docker.sock');
  const lines = stdout.trimEnd().split('\n');
  expect({ status, first: lines[0], last: lines.at(-1) }).toEqual({ status: 0, first: NOTICE, last: NOTICE });
  expect(lines).toContain("  greeting: 'Hello, world!'");
  expect(lines).toContain('stopped, nothing left behind');
});
