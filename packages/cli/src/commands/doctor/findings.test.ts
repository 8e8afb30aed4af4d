import { expect, test } from 'vitest';
import { portFinding } from './container-findings.ts';
import { cgroupFinding, diskFinding, skewFindings } from './engine-findings.ts';
import { nodeFindings } from './node-findings.ts';
import { decoratorFinding, versionFinding } from './project-findings.ts';

const today = new Date('2026-11-28T00:00:00Z');

test.each([
  ['v18.20.0', 'fail'],
  ['v20.18.9', 'fail'],
  ['v20.19.0', 'warn'],
  ['v22.18.0', 'ok'],
  ['v24.0.0', 'ok'],
  ['v26.1.0', 'ok'],
])('Node %s is %s', (version, status) => {
  expect(nodeFindings(version, today)[0]?.status).toBe(status);
});

test.each([
  [0.1, 'fail'],
  [1, 'warn'],
  [50, 'ok'],
])('%d GiB free are %s', (free, status) => {
  expect(diskFinding('/var/lib/docker', free * 2 ** 30, 100 * 2 ** 30).status).toBe(status);
});

test.each([
  ['2026-11-28T09:00:00.500Z', 'ok', '0.0 s'],
  ['2026-11-28T09:00:05.000Z', 'warn', '4.0 s'],
  ['2026-11-28T08:00:00.000Z', 'fail', '3600.0 s'],
])('an engine whose clock says %s is %s', (SystemTime, status, difference) => {
  const before = Date.parse('2026-11-28T09:00:00Z');
  const [finding] = skewFindings({ SystemTime }, before, before + 1_000);
  expect([finding?.status, finding?.detail]).toEqual([
    status,
    `the engine's clock differs from this machine's by ${difference}`,
  ]);
});

test('an engine that tells no time is not judged by it', () => {
  expect(skewFindings({}, 0, 1)).toEqual([]);
});

test('cgroup version 1 is worth a word', () => {
  expect([
    cgroupFinding({ CgroupVersion: '2' }).status,
    cgroupFinding({ CgroupVersion: '1' }).status,
  ]).toEqual(['ok', 'warn']);
});

test('a port on all addresses is named once, one on the loopback is not', () => {
  const box = (hostIp: string) => ({
    id: '1',
    name: 'shop-db',
    managedName: 'db',
    blueprint: 'shop',
    session: 's',
    lifetime: 'session' as const,
    image: 'x',
    status: 'running',
    health: 'none' as const,
    exitCode: undefined,
    createdAt: '',
    statusText: '',
    ports: [{ containerPort: '5432/tcp', hostIp, hostPort: 5432 }],
  });
  expect(portFinding([box('127.0.0.1'), box('::1')]).status).toBe('ok');
  expect(portFinding([box('0.0.0.0'), box('::')]).detail).toBe('open to the network: shop/db:5432');
});

test.each([
  [[], 'fail'],
  [
    [
      ['@docktopus/core', '1.0.0'],
      ['@docktopus/runner', '1.0.0'],
    ],
    'ok',
  ],
  [
    [
      ['@docktopus/core', '1.0.0'],
      ['@docktopus/runner', '1.1.0'],
    ],
    'fail',
  ],
] as const)('packages %j are %s', (packages, status) => {
  expect(versionFinding(packages).status).toBe(status);
});

test.each([
  [{ experimentalDecorators: true }, 'ok'],
  [{ erasableSyntaxOnly: true }, 'ok'],
  [{}, 'warn'],
])('compiler options %j are %s', (options, status) => {
  expect(decoratorFinding(options).status).toBe(status);
});
