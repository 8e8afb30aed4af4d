import { BehaviorSubject } from 'rxjs';
import { expect, test } from 'vitest';
import type { Docker } from '../../../engine/index.ts';
import { Secret } from '../../../secrets/index.ts';
import { type ContainerSnapshot, noContainer } from '../../../status/index.ts';
import type { ProbeTarget } from '../probe.ts';
import { probeHealthy } from './probe-healthy.ts';

const password = new Secret('hunter2-of-probe');

function setup(Log: readonly object[] | null, mayRecover = false) {
  const snapshots = new BehaviorSubject<ContainerSnapshot>({
    ...noContainer('a'),
    stale: false,
    health: 'starting',
  });
  const inspect = {
    Config: { Healthcheck: { Test: ['CMD', 'check'] } },
    State: { Health: { Status: 'unhealthy', FailingStreak: 3, Log } },
  };
  const docker = { engine: { inspectContainer: async () => inspect } } as unknown as Docker;
  const target = { docker, id: 'a', subject: 'db', inspect, snapshots, mayRecover } as unknown as ProbeTarget;
  const done = new AbortController();
  const probing = probeHealthy(target, { signal: done.signal, notYet: () => undefined });
  const becomes = (health: 'healthy' | 'unhealthy', stale = false) =>
    snapshots.next({ ...snapshots.value, health, stale });
  return { probing, becomes, done, snapshots };
}

test('a health check that says healthy is ready', async () => {
  const { probing, becomes } = setup([]);
  becomes('healthy');
  await expect(probing).resolves.toBeUndefined();
});

test('a health check that says unhealthy fails at once, with the output of the last probe', async () => {
  const log = [
    { ExitCode: 1, Output: 'earlier' },
    { ExitCode: 2, Output: `connection refused\n  password hunter2-of-probe\n` },
  ];
  const { probing, becomes } = setup(log);
  becomes('unhealthy');
  await expect(probing).rejects.toMatchObject({
    code: 'container.not-ready',
    message:
      'container.start db: its health check failed: exit code 2, connection refused password [secret]. ' +
      'Fix the service or its health check; startPeriod gives a slow service time before failures count',
  });
  expect(password.reveal()).toBe('hunter2-of-probe');
});

test.each([
  [[{ ExitCode: 1, Output: '' }], 'its health check failed: exit code 1, no output'],
  [null, 'its health check failed: the engine says unhealthy'],
])('a health check that says nothing is told as that (%#)', async (log, reason) => {
  const { probing, becomes } = setup(log);
  becomes('unhealthy');
  await expect(probing).rejects.toMatchObject({ reason });
});

test('the last state before the engine went away does not count', async () => {
  const { probing, becomes, snapshots } = setup([]);
  becomes('unhealthy', true);
  becomes('healthy');
  await expect(probing).resolves.toBeUndefined();
  expect(snapshots.observed).toBe(false);
});

test('following a container waits on while it is unhealthy', async () => {
  const { probing, becomes } = setup([], true);
  becomes('unhealthy');
  becomes('healthy');
  await expect(probing).resolves.toBeUndefined();
});
