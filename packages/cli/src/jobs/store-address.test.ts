import { expect, test } from 'vitest';
import { storeAddress } from './store-address.ts';

test.each([
  ['sqlite:jobs.db', { kind: 'sqlite', path: 'jobs.db' }],
  ['sqlite:/data/jobs.db', { kind: 'sqlite', path: '/data/jobs.db' }],
  ['sqlite:///data/jobs.db', { kind: 'sqlite', path: '/data/jobs.db' }],
  ['redis://localhost:6379/2', { kind: 'bull', url: 'redis://localhost:6379/2' }],
  ['rediss://cache', { kind: 'bull', url: 'rediss://cache' }],
  ['valkeys://cache', { kind: 'bull', url: 'valkeys://cache' }],
  ['postgresql://db/jobs', { kind: 'bull', url: 'postgresql://db/jobs' }],
])('%s is a store', (text, address) => {
  expect(storeAddress(text)).toEqual(address);
});

test.each(['', 'sqlite:', 'jobs.db', 'redis:', 'redis://', 'mysql://db', 'http://localhost'])(
  '%j is refused with what is accepted',
  (text) => {
    expect(() => storeAddress(text)).toThrow(
      `--store: got '${text}', expected sqlite:PATH, redis://…, valkey://… or postgres://…`,
    );
  },
);

test('a refused address does not show its password', () => {
  expect(() => storeAddress('mysql://app:hunter2@db')).toThrow("got 'mysql://••••••@db'");
});
