import { expect, test } from 'vitest';
import { parsePlatform } from './platform.ts';

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['linux/arm64/v8', 'linux/arm64/v8'],
  ['Linux/AMD64', 'linux/amd64'],
  ['linux', 'linux'],
])('%s is %s', (text, platform) => {
  expect(parsePlatform(text)).toEqual({ ok: true, value: platform });
});

test.each(['', '/', 'linux/', '/amd64', 'linux/arm/v7/x', 'linux amd64', 'linux/amd64,linux/arm64', 'línux'])(
  '%j is refused',
  (text) => {
    expect(parsePlatform(text).ok).toBe(false);
  },
);
