import { expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { engineKind } from './identify-engine.ts';
import { NEWEST_API_VERSION, negotiateApiVersion } from './negotiate.ts';

test.each([
  ['an older engine gets its newest', '1.41', '1.12', undefined, '1.41'],
  ['a newer engine gets ours', '1.99', '1.24', undefined, NEWEST_API_VERSION],
  ['an engine that has dropped old ones gets the newest of both', '1.52', '1.44', undefined, '1.52'],
  [
    'an engine whose oldest is our newest gets that',
    '1.99',
    NEWEST_API_VERSION,
    undefined,
    NEWEST_API_VERSION,
  ],
  ['minor versions are numbers', '1.100', undefined, undefined, NEWEST_API_VERSION],
  ['what was asked for is taken', '1.41', '1.12', 'v1.40', '1.40'],
  ['also when it is newer than what we know', '1.99', '1.90', '1.95', '1.95'],
  ['also from an engine that does not say its oldest', '1.41', undefined, '1.30', '1.30'],
])('%s', (_name, newest, oldest, wanted, expected) => {
  expect(negotiateApiVersion({ newest, oldest, wanted })).toBe(expected);
});

test.each([
  [
    'too old',
    '1.39',
    '1.12',
    undefined,
    /engine speaks API 1\.12 to 1\.39, and Docktopus 1\.40 to .*Update the engine/,
  ],
  ['too old, as a number', '1.9', undefined, undefined, /engine speaks API up to 1\.9, .*Update the engine/],
  ['from before there were versions', undefined, undefined, undefined, /up to 1\.24/],
  ['too new', '1.99', '1.90', undefined, /1\.90 to 1\.99, and Docktopus 1\.40 to .*DOCKER_API_VERSION=1\.90/],
  ['not the one asked for: newer', '1.41', '1.12', '1.44', /1\.12 to 1\.41, and 1\.44 was asked for/],
  ['not the one asked for: older', '1.52', '1.44', 'v1.41', /1\.44 to 1\.52, and 1\.41 was asked for/],
])('an engine that is %s is refused', (_name, newest, oldest, wanted, says) => {
  expect(() => negotiateApiVersion({ newest, oldest, wanted })).toThrow(
    expect.toSatisfy(
      (error: unknown) => isDocktopusError(error, 'engine.unsupported') && says.test(error.message),
    ),
  );
});

test.each([
  [{ server: 'Docker/20.10.24+dfsg1 (linux)' }, 'docker'],
  [{ server: 'Libpod/4.3.1 (linux)' }, 'podman'],
  [{ 'libpod-api-version': '4.3.1' }, 'podman'],
  [{ server: 'Docktopus-Fake/1' }, 'fake'],
  [{ 'x-docktopus-fake': '1' }, 'fake'],
  [{}, 'docker'],
])('%j is %s', (headers, kind) => {
  expect(engineKind(headers as Record<string, string>)).toBe(kind);
});
