import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { identifyEngine } from './identify-engine.ts';

const SAID = { Version: '29.0.0', ApiVersion: '1.52', MinAPIVersion: '1.44', Os: 'linux', Arch: 'amd64' };
const HEADERS = { 'api-version': '1.52', server: 'Docker/29.0.0 (linux)', ostype: 'linux' };

/** An engine that refuses the paths in `refused`, and what it was asked. */
function engine(
  refused: Readonly<Record<string, number>> = {},
  said: unknown = SAID,
  headers: object = HEADERS,
) {
  const asked: string[] = [];
  const transport: EngineTransport = {
    endpoint: 'test://',
    async request({ path }: EngineRequest) {
      asked.push(path);
      const status = refused[path] ?? 200;
      const text = status === 200 ? JSON.stringify(said) : '{"message":"no"}';
      return { status, headers: { ...headers }, body: Readable.from([Buffer.from(text)]) };
    },
    close() {},
  };
  return { asked, identify: () => identifyEngine(transport, undefined, new AbortController().signal) };
}

test('an engine says who it is in one answer', async () => {
  const { asked, identify } = engine();
  expect(await identify()).toEqual({
    engine: 'docker',
    version: '29.0.0',
    apiVersion: '1.52',
    os: 'linux',
    arch: 'amd64',
  });
  expect(asked).toEqual(['/version']);
});

test('an engine that takes no question without a version is asked in its own', async () => {
  const { asked, identify } = engine({ '/version': 404 });
  expect(await identify()).toMatchObject({ apiVersion: '1.52' });
  expect(asked).toEqual(['/version', '/_ping', '/v1.52/version']);
});

test('an engine that fails is not asked again', async () => {
  const { asked, identify } = engine({ '/version': 503 });
  await expect(identify()).rejects.toThrow('no');
  expect(asked).toEqual(['/version']);
});

test.each([null, {}, [], 'OK', { ApiVersion: 1 }])('a server that answers %j is no engine', async (said) => {
  await expect(engine({}, said, {}).identify()).rejects.toThrow(SyntaxError);
});
