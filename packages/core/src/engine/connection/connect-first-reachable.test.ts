import { expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { timeoutError } from '../../scope/index.ts';
import { type Endpoint, printEndpoint } from '../endpoint/endpoint.ts';
import type { Place } from '../endpoint/places.ts';
import { connectFirstReachable } from './connect-first-reachable.ts';

const never = new AbortController().signal;
const socket = (path: string): Place => ({ source: `the socket ${path}`, endpoint: { kind: 'unix', path } });
const missing = Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' });
const slow = timeoutError('connectDocker', undefined, 2_000);

/** Connects where `answers` says so; a list has one outcome per attempt. */
function connecting(answers: Readonly<Record<string, readonly (Error | 'ok')[]>>) {
  const tried: string[] = [];
  const counts = new Map<string, number>();
  const connect = async (endpoint: Endpoint) => {
    const where = printEndpoint(endpoint);
    const path = where.replace('unix://', '');
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    tried.push(path);
    const outcome = answers[path]?.[count] ?? missing;
    if (outcome !== 'ok') throw outcome;
    return where;
  };
  return { connect, tried };
}

test('the first that answers is taken, and the rest is left alone', async () => {
  const { connect, tried } = connecting({ '/b': ['ok'] });
  const found = await connectFirstReachable('test', ['/a', '/b', '/c'].map(socket), connect, never);
  expect(found).toBe('unix:///b');
  expect(tried).toEqual(['/a', '/b']);
});

test('a slow place gets the remaining time if no other answers', async () => {
  const { connect, tried } = connecting({ '/a': [slow, 'ok'] });
  expect(await connectFirstReachable('test', ['/a', '/b'].map(socket), connect, never)).toBe('unix:///a');
  expect(tried).toEqual(['/a', '/b', '/a']);
});

test('when none answers, every place is named with its reason', async () => {
  const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
  const { connect } = connecting({ '/a': [denied], '/b': [missing] });
  const places = [...['/a', '/b'].map(socket), { source: 'a context', problem: 'it names no Docker host' }];
  const error = await connectFirstReachable('test', places, connect, never).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    code: 'engine.unreachable',
    cause: denied,
    details: {
      places: [
        { source: 'the socket /a', endpoint: 'unix:///a', reason: 'permission denied' },
        { source: 'the socket /b', endpoint: 'unix:///b', reason: 'there is no such socket' },
        { source: 'a context', endpoint: undefined, reason: 'it names no Docker host' },
      ],
    },
  });
  expect((error as Error).message).toContain('group `docker`');
  for (const part of ['unix:///a', 'unix:///b', 'a context'])
    expect((error as Error).message).toContain(part);
});

test.each([
  ['the caller aborts', 2, new Error('enough')],
  ['the time of the only place is up', 1, slow],
])('%s: that is the error', async (_name, count, reason) => {
  const abort = new AbortController();
  const connect = async () => {
    abort.abort(reason);
    throw missing;
  };
  const places = ['/a', '/b'].slice(0, count).map(socket);
  await expect(connectFirstReachable('test', places, connect, abort.signal)).rejects.toBe(reason);
});

test('a timeout names all places that were tried', async () => {
  const abort = new AbortController();
  const connect = async () => {
    abort.abort(slow);
    throw slow;
  };
  const outcome = connectFirstReachable('test', ['/a', '/b'].map(socket), connect, abort.signal);
  await expect(outcome).rejects.toSatisfy((error) => isDocktopusError(error, 'engine.unreachable'));
});
