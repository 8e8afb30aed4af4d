import { expect, test } from 'vitest';
import { toContainerStats } from './to-container-stats.ts';

const raw = {
  read: '2026-11-24T14:00:01Z',
  cpu_stats: { cpu_usage: { total_usage: 1_500 }, system_cpu_usage: 20_000, online_cpus: 2 },
  precpu_stats: { cpu_usage: { total_usage: 1_000 }, system_cpu_usage: 18_000 },
  memory_stats: { usage: 5_000, limit: 64_000, stats: { inactive_file: 1_000 } },
  networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 5, tx_bytes: 2 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'Read', value: 7 },
      { op: 'read', value: 1 },
      { op: 'Write', value: 3 },
      { op: 'Total', value: 11 },
    ],
  },
  pids_stats: { current: 4 },
};

test('one reading', () => {
  expect(toContainerStats(raw)).toEqual({
    at: new Date('2026-11-24T14:00:01Z'),
    cpuPercent: 50,
    cpuTotalNs: 1_500,
    memoryBytes: 4_000,
    memoryLimitBytes: 64_000,
    networkReceivedBytes: 15,
    networkSentBytes: 3,
    blockReadBytes: 8,
    blockWrittenBytes: 3,
    pids: 4,
  });
});

test.each([
  [
    'on cgroup v1, children count',
    { memory_stats: { usage: 5_000, stats: { inactive_file: 1, total_inactive_file: 2_000 } } },
    { memoryBytes: 3_000 },
  ],
  ['without a network', { networks: undefined }, { networkReceivedBytes: 0, networkSentBytes: 0 }],
  ['without block devices', { blkio_stats: { io_service_bytes_recursive: null } }, { blockReadBytes: 0 }],
  [
    'without a count of CPUs',
    {
      cpu_stats: { cpu_usage: { total_usage: 1_500, percpu_usage: [1, 2, 3, 4] }, system_cpu_usage: 20_000 },
    },
    { cpuPercent: 100 },
  ],
])('%s', (_, change, expected) => {
  expect(toContainerStats({ ...raw, ...change })).toMatchObject(expected);
});

test.each([
  ['a container that does not run', { read: '0001-01-01T00:00:00Z' }],
  ['the first of a stream', { precpu_stats: { cpu_usage: { total_usage: 0 } } }],
  [
    'no time has passed',
    { precpu_stats: raw.precpu_stats, cpu_stats: { ...raw.cpu_stats, system_cpu_usage: 18_000 } },
  ],
])('nothing can be said: %s', (_, change) => {
  expect(toContainerStats({ ...raw, ...change })).toBeUndefined();
});
