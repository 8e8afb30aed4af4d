import { expect, test } from 'vitest';
import { parseUnixSignal } from './unix-signal.ts';

test.each([
  ['SIGTERM', 'SIGTERM'],
  ['TERM', 'SIGTERM'],
  ['term', 'SIGTERM'],
  ['sigint', 'SIGINT'],
  ['15', '15'],
  ['09', '9'],
  ['64', '64'],
  ['SIGRTMIN', 'SIGRTMIN'],
  ['rtmin+3', 'SIGRTMIN+3'],
  ['SIGRTMAX-14', 'SIGRTMAX-14'],
])('%s is %s', (text, signal) => {
  expect(parseUnixSignal(text)).toEqual({ ok: true, value: signal });
});

// biome-ignore format: a table reads better in rows
test.each([
  '', ' ', '0', '65', '-9', '1.5', 'SIG', 'SIGSIGTERM', 'SIGFOO', 'TERM ', ' TERM', 'SIGRTMIN+16', 'SIGRTMIN-1',
  'SIGRTMIN+0', 'SIGRTMAX+1', 'SIGRTMAX-15', 'SIGINFO',
])('%j is refused', (text) => {
  expect(parseUnixSignal(text).ok).toBe(false);
});
