import { BlueprintRunner } from '@docktopus/runner';
import { docktopus } from '@docktopus/testing/vitest';
import { test as base, expect } from 'vitest';
import { SandboxContext } from '../src/sandbox-context.ts';
import { SandboxJobs } from '../src/sandbox-jobs.ts';

// On an engine in memory; `npm run test:engine` runs the same tests on a real one.
const image = process.env.DOCKTOPUS_IMAGE ?? 'busybox:1.36';
const test = base.extend(docktopus({ config: { image, token: 'only-for-these-tests', warm: 1 } }));
const sandbox = () => BlueprintRunner.for(SandboxContext).jobs(SandboxJobs);

test('a program gets its output and its exit code back', async ({ runner }) => {
  const running = await runner(sandbox());
  expect(await running.call('run', { code: 'echo out; echo err >&2; exit 3' })).toMatchObject({
    exitCode: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('a program finds nothing of the one before it', async ({ runner }) => {
  const running = await runner(sandbox());
  await running.call('run', { code: 'echo secret > /tmp/left' });
  expect(await running.call('run', { code: 'cat /tmp/left' })).toMatchObject({ exitCode: 1, stdout: '' });
});

test('a program that does not end is ended', async ({ runner }) => {
  const running = await runner(sandbox(), { config: { timeLimitMs: 300 } });
  await expect(running.call('run', { code: 'sleep 60' })).rejects.toMatchObject({ code: 'timeout' });
  expect(await running.call('run', { code: 'echo next' })).toMatchObject({ stdout: 'next\n' });
});
