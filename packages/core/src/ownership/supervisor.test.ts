import { expect, test } from 'vitest';
import { currentSession, printSession } from './session.ts';
import { findSupervisor, SUPERVISOR_VARIABLE, superviseBy, supervisedNonce } from './supervisor.ts';

const env = (text: string | undefined) => ({ [SUPERVISOR_VARIABLE]: text });
const here = printSession(currentSession());

test('a program knows the session of the process that runs it, and where its page is', () => {
  const dashboard = { port: 4000, token: 'a-token-of-this-run' };
  expect(findSupervisor(env(superviseBy(dashboard)))).toEqual({ session: currentSession(), dashboard });
  expect(findSupervisor(env(superviseBy(undefined)))?.dashboard).toBeUndefined();
});

test.each([
  ['nothing', undefined],
  ['no JSON', 'yes'],
  ['another thing', '[]'],
  ['a session that is none', '{"session":"x"}'],
  ['a process that is gone', JSON.stringify({ session: here.replace(/-\d+-\d+$/, '-4194303-1') })],
])('%s is no supervisor', (_, text) => {
  expect(findSupervisor(env(text))).toBeUndefined();
});

test('a context has the same mark in each run, and another one than its neighbour', () => {
  const supervisor = findSupervisor(env(superviseBy(undefined)))!;
  expect(supervisedNonce(supervisor, 'A')).toBe(supervisedNonce(supervisor, 'A'));
  expect(supervisedNonce(supervisor, 'A')).not.toBe(supervisedNonce(supervisor, 'B'));
  expect(supervisedNonce(supervisor, 'A')).toMatch(/^[0-9a-f]{8}$/);
});
