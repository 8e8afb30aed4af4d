import { describe, expect, test } from 'vitest';
import { toHttpRequest } from '../request/to-http-request.ts';
import type { DialOptions } from './dial-options.ts';
import { dialRequest } from './dial-request.ts';

const { signal } = new AbortController();

function request(dial: Partial<DialOptions>) {
  const asked = dialRequest({ path: '/x?', method: 'POST', statusCodes: {}, ...dial });
  return toHttpRequest(asked, '1.41');
}

describe('what dockerode asks for as a request', () => {
  test('the settings of a container never get into the URL', () => {
    const options = Object.freeze({ name: 'x', platform: 'linux/arm64', Image: 'i', Env: ['TOKEN=secret'] });
    const { path, body, headers } = request({ path: '/containers/create?', options });
    expect(path).toBe('/v1.41/containers/create?name=x&platform=linux%2Farm64');
    expect(JSON.parse(body as string)).toEqual({ Image: 'i', Env: ['TOKEN=secret'] });
    expect(headers).toEqual({ 'content-type': 'application/json' });
  });

  test.each([
    ['/networks/create?', { Name: 'n' }, '/networks/create', { Name: 'n' }],
    ['/secrets/create?', { Name: 's', Data: 'secret' }, '/secrets/create', { Name: 's', Data: 'secret' }],
    ['/services/a/update?', { version: 1, Name: 's' }, '/services/a/update?version=1', { Name: 's' }],
    ['/containers/a/stop?', { t: 3 }, '/containers/a/stop?t=3', undefined],
    ['/containers/a/exec', { Cmd: ['x'] }, '/containers/a/exec', { Cmd: ['x'] }],
    ['/containers/a/start?', {}, '/containers/a/start', undefined],
  ])('%s %j', (path, options, expectedPath, expectedBody) => {
    const built = request({ path, options });
    expect(built.path).toBe(`/v1.41${expectedPath}`);
    expect(built.body && JSON.parse(built.body as string)).toEqual(expectedBody);
  });

  test('query and body given apart stay apart, and signals and credentials are in neither', () => {
    const options = Object.freeze({
      _query: { t: 'a b' },
      _body: { B: 1 },
      abortSignal: signal,
      authconfig: {},
    });
    const { path, body } = request({ options });
    expect(path).toBe('/v1.41/x?t=a%20b');
    expect(body).toBe('{"B":1}');
  });

  test('lists repeat, objects are JSON, undefined is left out', () => {
    const options = { names: ['a', 'b'], filters: { label: ['x=y'] }, until: undefined, since: null };
    expect(request({ method: 'GET', options }).path).toBe(
      '/v1.41/x?names=a&names=b&filters=%7B%22label%22%3A%5B%22x%3Dy%22%5D%7D',
    );
  });

  test('credentials travel in headers, URL-safe and padded', () => {
    const { headers } = request({ authconfig: { password: '>>>???' } });
    const header = headers['x-registry-auth'] ?? '';
    expect(header).not.toMatch(/[+/]/);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ password: '>>>???' });
    expect(request({ authconfig: { base64: 'ready' } }).headers['x-registry-auth']).toBe('ready');
  });

  test.each([
    [{ path: '/containers/a/wait?' }, { long: false, upgrade: false, repeatable: true }],
    [
      { path: '/containers/a/wait?', options: { _query: { condition: 'next-exit' } } },
      { long: true, upgrade: false, repeatable: undefined },
    ],
    [
      { path: '/events?', isStream: true },
      { long: true, upgrade: false },
    ],
    [
      { path: '/containers/a/attach?', isStream: true, hijack: true },
      { long: true, upgrade: true },
    ],
    [
      { path: '/exec/a/start', isStream: true, openStdin: true },
      { long: true, upgrade: true },
    ],
    [
      { path: '/containers/a/json?', method: 'GET' as const },
      { long: false, upgrade: false },
    ],
  ])('%j', (dial, expected) => {
    expect(request(dial)).toMatchObject(expected);
  });

  test('an archive is the body, and its options are the query', () => {
    const file = Buffer.from('tar');
    const { path, body, headers } = request({ path: '/build?', file, options: { t: 'x' } });
    expect(path).toBe('/v1.41/build?t=x');
    expect(body).toBe(file);
    expect(headers).toEqual({ 'content-type': 'application/x-tar' });
  });
});
