import { expect, it } from 'vitest';
import { safeName, serverOf } from './server-url.ts';

it.each([
  ['redis://db', 'redis', 'redis://db'],
  ['rediss://user:secret@db:6380/2', 'redis', 'rediss://db:6380/2'],
  ['valkey://:secret@db/', 'redis', 'valkey://db/'],
  ['redis://:a%2Fb%40@db/0', 'redis', 'redis://db/0'],
  ['postgres://user:secret@db/jobs?sslmode=disable', 'postgres', 'postgres://db/jobs'],
  ['postgresql://db/jobs?user=me@corp', 'postgres', 'postgresql://db/jobs'],
])('%s is taken, and named without its secrets', (url, kind, name) => {
  expect([serverOf(url), safeName(url)]).toEqual([kind, name]);
});

const ENCODED = 'a user and a password in which / ? # and @ are written as %2F %3F %23 and %40';
it.each([
  [
    'http://db',
    'bullQueue http://db/: url: expected redis://, rediss://, valkey://, valkeys:// or postgres://',
  ],
  ['db:6379', 'bullQueue db://6379: url: expected redis://, rediss://, valkey://, valkeys:// or postgres://'],
  [
    'redis://db/jobs',
    'bullQueue redis://db/jobs: url: expected the number of a database behind the host, as in redis://host:6379/0',
  ],
  [
    'redis://db/-1',
    'bullQueue redis://db/-1: url: expected the number of a database behind the host, as in redis://host:6379/0',
  ],
  ['redis://user:12/secret@db', `bullQueue the url: url: expected ${ENCODED}`],
  ['redis://:a#secret@db', `bullQueue the url: url: expected ${ENCODED}`],
  ['postgres://user:1/secret@db/jobs', `bullQueue the url: url: expected ${ENCODED}`],
])('%s is refused without its secrets', (url, message) => {
  expect(() => serverOf(url)).toThrow(expect.objectContaining({ code: 'queue.invalid', message }));
});
