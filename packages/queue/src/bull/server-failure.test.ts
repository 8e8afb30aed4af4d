import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { unavailable } from './redis-server.ts';
import { serverFailure } from './server-failure.ts';

test.each([
  'connect ECONNREFUSED 127.0.0.1:6379',
  'write EPIPE',
  'Connection is closed.',
  'Command aborted due to connection close',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Reached the max retries per request limit (which is 1). Refer to "maxRetriesPerRequest" option for details.',
  'LOADING Redis is loading the dataset in memory',
  "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
  'Connection terminated unexpectedly',
  'terminating connection due to administrator command',
  'the database system is starting up',
  'the database system is in recovery mode',
  'timeout exceeded when trying to connect: Connection timed out',
  'getaddrinfo ENOTFOUND queue.internal',
  'getaddrinfo EAI_AGAIN queue.internal',
  'connect EHOSTUNREACH 10.0.0.7:6379',
  'ERR max number of clients reached',
  'sorry, too many clients already',
  'remaining connection slots are reserved for roles with the SUPERUSER attribute',
  'CLUSTERDOWN The cluster is down',
  'NOREPLICAS Not enough good replicas to write.',
  'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.',
])('a server that says %j is away, and the call may be made again', (message) => {
  expect(serverFailure(new Error(message), 'bullmq redis')).toMatchObject({ code: 'queue.unavailable' });
});

test.each([
  ['', 'ECONNREFUSED'],
  ['canceling statement due to user request', '57014'],
  ['cannot execute INSERT in a read-only transaction', '25006'],
  ['deadlock detected', '40P01'],
  ['could not read block 7 in file "base/5/16384": Input/output error', '58030'],
  ['out of memory', '53200'],
])('a server that says %j with the code %s is away, and the call may be made again', (message, code) => {
  expect(serverFailure(Object.assign(new Error(message), { code }), 'bullmq postgres')).toMatchObject({
    code: 'queue.unavailable',
    message: expect.stringContaining(message || code),
  });
});

test.each([
  "OOM command not allowed when used memory > 'maxmemory'.",
  'could not extend file "base/5/16384": No space left on device',
])('a server that says %j is full', (message) => {
  expect(serverFailure(new Error(message), 'bullmq redis')).toMatchObject({ code: 'queue.full' });
});

test.each(['ERR wrong number of arguments', 'NOAUTH Authentication required.', 'Missing lock for job 1'])(
  'a server that says %j is neither, and its error is passed on',
  (message) => {
    const error = new Error(message);
    expect(serverFailure(error, 'bullmq redis')).toBe(error);
  },
);

test.each([
  ['WRONGPASS invalid username-password pair or user is disabled.', ''],
  ['ERR DB index is out of range', ''],
  ['password authentication failed for user "jobs"', '28P01'],
  ['database "jobs" does not exist', '3D000'],
])('a server that says %j %s at the start refuses, and is not said to be away', (said, code) => {
  const error = Object.assign(new Error(said), code === '' ? {} : { code });
  expect(unavailable('redis://db', error).message).toBe(
    `bullQueue redis://db: the server refuses the connection: ${said.replace(/\.$/, '')}. Check the user, the password and the database of url`,
  );
});

test('the error of a server that is away has neither the command that failed nor what it was given', () => {
  const command = { name: 'auth', args: ['the secret'] };
  const error = unavailable('redis://db', Object.assign(new Error('Connection is closed.'), { command }));
  expect(error.message).toBe(
    'bullQueue redis://db: the server does not answer: Connection is closed. Check that it runs, and that url, user and password are right',
  );
  expect(inspect(error, { depth: 10 })).not.toContain('the secret');
});
