import { expect, test } from 'vitest';
import { isIpAddress, isMacAddress, withoutBrackets } from './ip-address.ts';

// biome-ignore format: a table reads better in rows
test.each([
  ['127.0.0.1', true], ['0.0.0.0', true], ['::', true], ['::1', true], ['2001:db8::68', true],
  ['::ffff:1.2.3.4', true], ['', false], ['localhost', false], ['127.0.0.01', false], ['256.0.0.1', false],
  ['1.2.3', false], ['1.2.3.4/8', false], ['[::1]', false], ['fe80::1%eth0', false], ['::1 ', false],
])('%j is an address: %s', (text, expected) => {
  expect(isIpAddress(text)).toBe(expected);
});

test.each([
  ['[::1]', '::1'],
  ['[1.2.3.4]', '1.2.3.4'],
  ['::1', '::1'],
  ['[]', '[]'],
  ['[::1', '[::1'],
])('%s without brackets is %s', (text, expected) => {
  expect(withoutBrackets(text)).toBe(expected);
});

test.each([
  ['92:d0:c6:0a:29:33', true],
  ['92-D0-C6-0A-29-33', true],
  ['92:d0:c6:0a:29', false],
  ['92:d0:c6:0a:29:33:01', false],
  ['92:d0-c6:0a:29:33', false],
  ['92:g0:c6:0a:29:33', false],
])('%s is an Ethernet address: %s', (text, expected) => {
  expect(isMacAddress(text)).toBe(expected);
});
