import { expect, test } from 'vitest';
import { parseDevice, printDevice } from './device.ts';

test.each([
  ['/dev/fuse', '/dev/fuse:/dev/fuse:rwm'],
  ['/dev/sda:/dev/xvda', '/dev/sda:/dev/xvda:rwm'],
  ['/dev/sda:/dev/xvda:r', '/dev/sda:/dev/xvda:r'],
  ['/dev/sda:r', '/dev/sda:/dev/sda:r'],
  ['/dev/sda:mrw', '/dev/sda:/dev/sda:mrw'],
  ['/dev/with space', '/dev/with space:/dev/with space:rwm'],
])('%s is %s', (text, printed) => {
  const result = parseDevice(text);
  expect(result.ok && printDevice(result.value)).toBe(printed);
  expect(parseDevice(printed)).toEqual(result);
});

// biome-ignore format: a table reads better in rows
test.each([
  '', './', '../', '/:../', '/:path', ':', '/tmp:', ':test', ':/test', 'tmp:', ':test:', '::', ':::', '/tmp:::',
  ':/tmp::', 'path:ro', 'path:rr', '/a:/b:ro', '/a:/b:rr', '/a:/b:', '/a:rr', '/a:rwx', '/a:RW', 'relative:/b',
  '/a:/b:r:w', 'vendor.com/class=name',
])('%j is refused', (text) => {
  expect(parseDevice(text).ok).toBe(false);
});
