import { expect, test } from 'vitest';
import { isInMemory } from './memory.ts';

test.each([
  ['/run/secrets/x', { Tmpfs: { '/run': '' } }, true],
  ['/run', { Tmpfs: { '/run/': 'size=1m' } }, true],
  ['/running', { Tmpfs: { '/run': '' } }, false],
  ['/scratch/x', { Mounts: [{ Type: 'tmpfs', Target: '/scratch' }] }, true],
  ['/data/x', { Mounts: [{ Type: 'volume', Target: '/data' }] }, false],
  ['/run/data/x', { Tmpfs: { '/run': '' }, Mounts: [{ Type: 'volume', Target: '/run/data' }] }, false],
  ['/run/data/x', { Tmpfs: { '/run': '' }, Binds: ['/host:/run/data:ro'] }, false],
  ['/data/tmp/x', { Tmpfs: { '/data/tmp': '' }, Binds: ['volume:/data'] }, true],
  ['/dev/shm/x', {}, true],
  ['/proc/x', { Tmpfs: null, Mounts: null, Binds: null }, true],
  ['/etc/x', {}, false],
])('%s with %j is in memory: %s', (path, mounts, expected) => {
  expect(isInMemory(path, mounts)).toBe(expected);
});
