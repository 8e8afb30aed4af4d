import { expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { engineKind } from './greet-engine.ts';
import { NEWEST_API_VERSION, negotiateApiVersion } from './negotiate.ts';

test.each([
  ['an older engine gets its newest', '1.41', '1.12', undefined, '1.41'],
  ['a newer engine gets ours', '1.52', '1.24', undefined, NEWEST_API_VERSION],
  ['an engine that has dropped ours gets its oldest', '1.99', '1.60', undefined, '1.60'],
  ['minor versions are numbers', '1.100', undefined, undefined, NEWEST_API_VERSION],
  ['what was asked for is taken', '1.41', '1.12', 'v1.40', '1.40'],
])('%s', (_name, newest, oldest, wanted, expected) => {
  expect(negotiateApiVersion({ newest, oldest, wanted })).toBe(expected);
});

test.each([['1.39'], ['1.9'], [undefined]])('an engine that speaks %s is too old', (newest) => {
  expect(() => negotiateApiVersion({ newest, oldest: undefined, wanted: undefined })).toThrow(
    expect.toSatisfy((error: unknown) => isDocktopusError(error, 'engine.unsupported')),
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
