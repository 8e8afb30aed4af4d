import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const runner = `
  import 'reflect-metadata';
  import { BlueprintRunner, Router, silentLogger } from '@docktopus/runner';
  const broken = () => Promise.reject(new Error('relation "jobs" does not exist', { cause: new Error('ECONNRESET') }));
  const jobs = Router.create().route('echo', (call) => call.body);
  const runner = BlueprintRunner.for()
    .router(jobs)
    .options({ logger: silentLogger })
    .backgroundService(broken, { name: 'database' });`;

function run(program: string, env: Readonly<Record<string, string>> = {}) {
  const args = ['--input-type=module', '--eval', `${runner}\n${program}`];
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
}

test('a failure of run() that nothing catches is printed with its causes and the link of its code, without stacks', () => {
  const { status, stdout, stderr } = run(`await runner.run(); console.log('goes on');`);
  expect(stderr).toBe(
    [
      'runner background service database: relation "jobs" does not exist',
      '  caused by Error: ECONNRESET',
      'See https://github.com/docktopus/docktopus-ts/blob/main/docs/errors.md#service.failed',
      '',
    ].join('\n'),
  );
  expect([status, stdout]).toEqual([1, '']);
});

test('stacks are printed at log level debug', () => {
  const { status, stderr } = run('await runner.run();', { DOCKTOPUS_LOG_LEVEL: 'debug' });
  expect(stderr).toMatch(/^DocktopusError: runner background service database: .*\n {4}at /);
  expect(stderr).toMatch(/\n {2}caused by Error: relation "jobs" does not exist\n {6}at /);
  expect(status).toBe(1);
});

test('a failure of run() that is caught is the catcher’s to print', () => {
  const { status, stdout, stderr } = run(`
    await runner.run().catch((error) => console.log('caught', error.code));
    await new Promise((resolve) => setTimeout(resolve, 20));`);
  expect([status, stdout, stderr]).toEqual([0, 'caught service.failed\n', '']);
});

test('a program that listens for uncaught errors gets the failure of run() itself', () => {
  const { status, stdout } = run(`
    process.on('uncaughtException', (error) => console.log('heard', error.code));
    void runner.run();`);
  expect([status, stdout]).toEqual([0, 'heard service.failed\n']);
});

test('another error that nothing catches is printed by Node as always', () => {
  const { status, stderr } = run(`
    runner.run().catch(() => Promise.reject(new Error('of the program')));`);
  expect(status).not.toBe(0);
  expect(stderr).toContain('Error: of the program');
});
