import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { HIDDEN, processStart } from './process-start.mjs';
import { currentSession, parseSession, printSession } from './session.ts';

test('a session survives being printed and read', () => {
  const session = currentSession();
  expect(parseSession(printSession(session))).toEqual(session);
  expect(session.pid).toBe(process.pid);
});

test('a session in a container survives being printed and read, and fits into a label', () => {
  const session = currentSession('0123456789abcdef'.repeat(4));
  expect(session.container).toHaveLength(64);
  expect(parseSession(printSession(session))).toEqual(session);
});

test.each(['', 'a-b-c', '1-2-3-4-5', `${printSession(currentSession())}-6`])('%s is no session', (text) => {
  expect(parseSession(text)).toBeUndefined();
});

test('a process has one start while it lives and none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const pid = child.pid!;
  const start = processStart(pid);
  expect(start).toMatch(process.platform === 'linux' ? /^\d+$/ : HIDDEN);
  expect(processStart(pid)).toBe(start);
  child.stdin.end();
  await once(child, 'exit');
  expect(processStart(pid)).toBeUndefined();
});

test('the processes of others are there as well', () => {
  expect(processStart(1)).toMatch(process.platform === 'linux' ? /^\d+$/ : HIDDEN);
});
