import { expect, test } from 'vitest';
import { parseTmpfsOptions } from './tmpfs-options.ts';

test.each([
  '',
  'rw',
  'ro,noexec,nosuid,nodev',
  'size=64m',
  'size=50%',
  'size=65536k',
  'rw,size=1g,mode=1777,uid=1000,gid=1000',
  'nr_inodes=10k',
  'mpol=bind:0-3',
  'noatime',
  'rprivate',
])('%j', (text) => {
  expect(parseTmpfsOptions(text)).toEqual({ ok: true, value: text });
});

// biome-ignore format: a table reads better in rows
test.each([
  ' ', ',', 'rw,', 'RW', 'rw ro', 'size', 'size=', 'size=big', 'size=-1', 'mode=999', 'mode=rwx', 'uid=root', 'foo',
  'foo=bar', 'size:64m', 'compress=zlib',
])('%j is refused', (text) => {
  expect(parseTmpfsOptions(text).ok).toBe(false);
});
