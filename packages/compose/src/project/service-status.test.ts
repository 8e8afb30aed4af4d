import type { ContainerSnapshot } from '@docktopus/core';
import { expect, test } from 'vitest';
import { serviceStatus } from './service-status.ts';

type State = readonly [status: ContainerSnapshot['status'], health?: ContainerSnapshot['health']];

// biome-ignore format: a table reads better in rows
test.each<[readonly State[], number, string]>([
  [[], 1, 'absent'],
  [[[undefined]], 1, 'absent'],
  [[['running']], 1, 'running'],
  [[['running', 'starting']], 1, 'starting'],
  [[['running', 'healthy']], 1, 'running'],
  [[['running', 'unhealthy'], ['running', 'healthy']], 2, 'unhealthy'],
  [[['running'], ['exited']], 2, 'partial'],
  [[['running']], 3, 'partial'],
  [[['restarting']], 1, 'starting'],
  [[['created']], 1, 'starting'],
  [[['exited'], ['dead']], 1, 'stopped'],
])('%j of %d wanted containers are %s', (states, wanted, status) => {
  const snapshots = states.map(([state, health = 'none']) => ({ status: state, health }) as ContainerSnapshot);
  expect(serviceStatus(snapshots, wanted)).toBe(status);
});
