import { describe, expect, test } from 'vitest';
import type { ContainerInspect } from '../engine/index.ts';
import type { ContainerSnapshot } from './container-snapshot.ts';
import { type ContainerStatus, toContainerStatus } from './container-status.ts';
import { asStale } from './hub/as-stale.ts';
import { inspectOf } from './stub-engine.fixture.ts';
import { noContainer, toSnapshot } from './to-snapshot.ts';

const NEVER = '0001-01-01T00:00:00Z';
const T1 = '2026-11-24T14:07:19.506611187Z';
const T2 = '2026-11-24T14:07:20.37006029Z';

type Facts = Partial<ContainerInspect['State']>;

describe('what an inspect says', () => {
  test.each<[string, ContainerStatus, Facts, Partial<ContainerSnapshot>]>([
    ['never started', 'created', {}, { exitCode: undefined, startedAt: undefined, finishedAt: undefined }],
    [
      'failed to start: an exit code that is none',
      'created',
      { ExitCode: 127, Error: 'no such file' },
      { exitCode: undefined, error: 'no such file' },
    ],
    ['first run', 'running', { StartedAt: T1 }, { exitCode: undefined, startedAt: new Date(T1) }],
    [
      'second run',
      'running',
      { StartedAt: T2, FinishedAt: T1 },
      { exitCode: undefined, finishedAt: new Date(T1) },
    ],
    ['paused', 'paused', { StartedAt: T1 }, { status: 'paused', exitCode: undefined }],
    ['ended well', 'exited', { StartedAt: T1, FinishedAt: T2 }, { exitCode: 0, finishedAt: new Date(T2) }],
    ['ended badly', 'exited', { FinishedAt: T2, ExitCode: 3 }, { exitCode: 3 }],
    [
      'out of memory',
      'exited',
      { FinishedAt: T2, ExitCode: 137, OOMKilled: true },
      { exitCode: 137, oomKilled: true },
    ],
    [
      'between two runs',
      'restarting',
      { FinishedAt: T2, ExitCode: 3 },
      { exitCode: 3, status: 'restarting' },
    ],
    ['no health check', 'running', {}, { health: 'none' }],
    ['healthy', 'running', { Health: { Status: 'healthy', FailingStreak: 0 } }, { health: 'healthy' }],
    [
      'healthy and paused',
      'paused',
      { Health: { Status: 'healthy', FailingStreak: 0 } },
      { health: 'healthy' },
    ],
    [
      'was healthy when it ended',
      'exited',
      { Health: { Status: 'healthy', FailingStreak: 0 } },
      { health: 'none' },
    ],
    ['Podman without a check', 'running', { Health: { Status: '', FailingStreak: 0 } }, { health: 'none' }],
  ])('%s', (_, status, facts, expected) => {
    expect(
      toSnapshot(inspectOf('a', status, 0, { StartedAt: NEVER, FinishedAt: NEVER, ...facts })),
    ).toMatchObject(expected);
  });

  test('ports: bound ones only, each binding apart', () => {
    const Ports = {
      '80/tcp': [
        { HostIp: '127.0.0.1', HostPort: '32768' },
        { HostIp: '::1', HostPort: '32769' },
      ],
      '81/tcp': null,
      '53/udp': [],
    };
    const inspect = { ...inspectOf('a', 'running', 0), NetworkSettings: { Ports } };
    expect(toSnapshot(inspect).ports).toEqual([
      { containerPort: '80/tcp', hostIp: '127.0.0.1', hostPort: 32768 },
      { containerPort: '80/tcp', hostIp: '::1', hostPort: 32769 },
    ]);
    expect(toSnapshot({ ...inspect, NetworkSettings: { Ports: null } }).ports).toEqual([]);
  });
});

describe('following', () => {
  const first = toSnapshot(inspectOf('a', 'running', 0, { StartedAt: T1 }));

  test('the same again is the same object', () => {
    expect(toSnapshot(inspectOf('a', 'running', 0, { StartedAt: T1 }), first)).toBe(first);
  });

  test.each<[string, ContainerInspect]>([
    ['status', inspectOf('a', 'paused', 0, { StartedAt: T1 })],
    ['restart count', inspectOf('a', 'running', 1, { StartedAt: T1 })],
    ['start', inspectOf('a', 'running', 0, { StartedAt: T2 })],
    [
      'health',
      inspectOf('a', 'running', 0, { StartedAt: T1, Health: { Status: 'starting', FailingStreak: 0 } }),
    ],
    ['id', inspectOf('b', 'running', 0, { StartedAt: T1 })],
  ])('a change of %s makes a new version', (_, inspect) => {
    expect(toSnapshot(inspect, first).version).toBe(first.version + 1);
  });

  test('stale, and seen again', () => {
    const stale = asStale(first);
    expect(stale).toEqual({ ...first, stale: true, version: 2 });
    expect(asStale(stale)).toBe(stale);
    expect(toSnapshot(inspectOf('a', 'running', 0, { StartedAt: T1 }), stale)).toEqual({
      ...first,
      version: 3,
    });
  });

  test('removed', () => {
    expect(noContainer('a', first)).toMatchObject({ id: 'a', status: undefined, version: 2 });
    expect(noContainer()).toMatchObject({ id: undefined, version: 1 });
  });
});

test.each([
  [{}, 'exited'],
  [{ Running: true }, 'running'],
  [{ Running: true, Paused: true }, 'paused'],
  [{ Running: true, Restarting: true }, 'restarting'],
  [{ Dead: true }, 'dead'],
])('a state that an engine names in a new word is read by the flags %j beside it as %s', (flags, status) => {
  const none = { Running: false, Paused: false, Restarting: false, Dead: false };
  expect(toContainerStatus('hibernating', { ...none, ...flags })).toBe(status);
});

test('a state in a new word without flags is never taken for dead', () => {
  expect(toContainerStatus('hibernating')).toBe('running');
});
