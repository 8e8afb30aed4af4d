import { connectDocker, ownershipLabels } from '@docktopus/core';
import { silentLogger } from '@docktopus/runner';
import { expect, test } from 'vitest';
import { type Observed, type Outcome, outcomeOf } from '../../examples/02-sandbox/outcome.ts';
import type { Run } from '../../examples/02-sandbox/run-program.ts';
import { sandboxBlueprint } from '../../examples/02-sandbox/sandbox-blueprint.ts';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';

const exit = { exitCode: 0, oomKilled: false };

test.each<[string, Partial<Observed>, Outcome]>([
  ['nothing', { exit: { ...exit, exitCode: 7 } }, { type: 'exited', exitCode: 7 }],
  ['the clock', { timedOut: true }, { type: 'timeout' }],
  ['memory', { exit: { ...exit, oomKilled: true } }, { type: 'out-of-memory' }],
  ['processes', { deniedForks: 1 }, { type: 'process-limit' }],
  ['processes, then the clock', { deniedForks: 1, timedOut: true }, { type: 'process-limit' }],
  [
    'memory, after many forks',
    { exit: { ...exit, oomKilled: true }, deniedForks: 9 },
    { type: 'out-of-memory' },
  ],
  ['output', { exit: undefined, timedOut: true }, { type: 'output-limit' }],
])('a program that met %s', (_, observed, outcome) => {
  expect(outcomeOf({ exit, timedOut: false, deniedForks: 0, ...observed })).toEqual(outcome);
});

/** A sandbox of this test alone; nothing of it may be left at the end. */
async function setup() {
  const name = uniqueName('sandbox');
  const runner = sandboxBlueprint('a token that is not used here', {
    logger: silentLogger,
    connect: {
      endpoint: engineEndpoint(),
      cleanup: 'sweep',
      config: { name, image: busyboxImage(), shutdownGraceMs: 0, timeLimitMs: 6_000, warm: 2, most: 7 },
      configSources: { args: false, env: false, envFile: false, file: false },
    },
  });
  await runner.start();
  return {
    run: (code: string) => runner.call<Run>('run', { language: 'sh', code }),
    async [Symbol.asyncDispose]() {
      await runner.stop();
      await using docker = await connectDocker({ endpoint: engineEndpoint() });
      const filters = { label: [`${ownershipLabels.blueprint}=${name}`] };
      expect(await docker.engine.listContainers({ all: true, filters })).toEqual([]);
    },
  };
}

test('hostile programs end in outcomes while others run as if they were alone', async () => {
  await using sandbox = await setup();
  let attacked = true;
  const attacks = Promise.all([
    sandbox.run('bomb() { bomb | bomb & }; bomb; while :; do :; done'),
    sandbox.run('dd if=/dev/zero of=/dev/null bs=256M count=1'),
    sandbox.run('while :; do :; done'),
    sandbox.run('head -c 1000000000 /dev/zero'),
    sandbox.run('echo mine > /mine'),
  ]).finally(() => {
    attacked = false;
  });
  const others: Run[] = [];
  while (attacked) others.push(await sandbox.run('ls /tmp; echo fine; exit 3'));

  const [forks, memory, loop, output, write] = await attacks;
  expect(forks.outcome).toEqual({ type: 'process-limit' });
  expect(memory.outcome).toEqual({ type: 'out-of-memory' });
  expect(loop).toEqual({ outcome: { type: 'timeout' }, stdout: '', stderr: '' });
  expect(output.outcome).toEqual({ type: 'output-limit' });
  expect(output.stdout.length + output.stderr.length).toBe(65_536);
  expect(write.outcome).toEqual({ type: 'exited', exitCode: 1 });
  expect(write.stderr).toContain('Read-only file system');

  expect(others.length).toBeGreaterThan(1);
  const undisturbed: Run = {
    outcome: { type: 'exited', exitCode: 3 },
    stdout: 'program\nfine\n',
    stderr: '',
  };
  for (const other of others) expect(other).toEqual(undisturbed);
}, 240_000);

test('a program is nobody, alone, has no way out, and cannot end its supervisor', async () => {
  await using sandbox = await setup();
  const { stdout, stderr } = await sandbox.run(`
    id -u
    grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status | tr -s '\\t ' ' '
    ls /sys/class/net
    env | grep -v -E '^(PATH|HOME|HOSTNAME|PWD|SHLVL|OLDPWD)='
    kill -9 1; kill -9 -1 2>/dev/null
    echo still here
  `);
  expect(stdout.split('\n')).toEqual([
    '65534',
    'CapEff: 0000000000000000',
    'NoNewPrivs: 1',
    expect.stringMatching(/^Seccomp: [02]$/),
    'lo',
    'still here',
    '',
  ]);
  expect(stderr).toBe('');
}, 120_000);
