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
  return {
    asked,
    identify: (wanted?: string) => identifyEngine(transport, wanted, new AbortController().signal),
  };
}

const { 'api-version': _, ...SILENT } = HEADERS;

test('the answer to a ping says who an engine is', async () => {
  const { asked, identify } = engine();
  expect(await identify()).toEqual({ engine: 'docker', version: '29.0.0', apiVersion: '1.52', os: 'linux' });
  expect(asked).toEqual(['/_ping']);
});

test.each<[string, string[], object, string?]>([
  ['whose ping names no API version', ['/version'], SILENT],
  ['whose ping names no engine', ['/v1.52/version'], { 'api-version': '1.52' }],
  ['that speaks a newer API than we know', ['/v1.99/version'], { ...HEADERS, 'api-version': '1.99' }],
  ['that is to speak a version of the caller', ['/v1.52/version'], HEADERS, '1.45'],
])('an engine %s is asked for its version', async (_what, then, headers, wanted) => {
  const { asked, identify } = engine({}, SAID, headers);
  expect(await identify(wanted)).toMatchObject({
    version: '29.0.0',
    apiVersion: wanted ?? '1.52',
    os: 'linux',
  });
  expect(asked).toEqual(['/_ping', ...then]);
});

test('a proxy that lets no ping through is asked for the version', async () => {
  const { asked, identify } = engine({ '/_ping': 403 }, SAID, SILENT);
  expect(await identify()).toMatchObject({ engine: 'docker', version: '29.0.0' });
  expect(asked).toEqual(['/_ping', '/version']);
});

test('an engine that fails is not asked again', async () => {
  const { asked, identify } = engine({ '/_ping': 503 });
  await expect(identify()).rejects.toThrow('no');
  expect(asked).toEqual(['/_ping']);
});

test.each([null, {}, [], 'OK', { ApiVersion: 1 }])('a server that answers %j is no engine', async (said) => {
  await expect(engine({}, said, {}).identify()).rejects.toThrow(SyntaxError);
});
