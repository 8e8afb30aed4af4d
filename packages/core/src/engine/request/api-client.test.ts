import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { endingOf } from '../../scope/index.ts';
import type { EngineRequest, EngineTransport } from '../transport/engine-transport.ts';
import { readAll } from '../transport/read-all.ts';
import { ApiClient } from './api-client.ts';

const ending = endingOf(new AbortController().signal);

/** An engine that speaks `spoken` only, and a client that begins with 1.41. */
function engineThatSpeaks(spoken: string) {
  const requests: EngineRequest[] = [];
  const transport: EngineTransport = {
    endpoint: 'memory',
    close: () => undefined,
    async request(request) {
      requests.push(request);
      const fine = request.path.startsWith(`/v${spoken}/`);
      const text = fine
        ? '{}'
        : '{"message":"client version 1.41 is too old. Minimum supported API version is 1.44"}';
      return { status: fine ? 200 : 400, headers: {}, body: Readable.from([Buffer.from(text)]) };
    },
  };
  const versions = {
    apiVersion: '1.41',
    async renegotiate() {
      versions.apiVersion = spoken;
      return spoken !== '1.41';
    },
  };
  return { client: new ApiClient(transport, versions), requests };
}

test('a request that is refused for its version is sent again in the version that the engine speaks', async () => {
  const { client, requests } = engineThatSpeaks('1.44');
  const { body } = await client.send({ method: 'POST', path: '/x', body: { A: 1 } }, ending);
  expect((await readAll(body)).toString()).toBe('{}');
  expect(requests.map(({ path, body: sent }) => [path, sent])).toEqual([
    ['/v1.41/x', '{"A":1}'],
    ['/v1.44/x', '{"A":1}'],
  ]);
  await client.send({ path: '/y' }, ending);
  expect(requests.at(-1)?.path).toBe('/v1.44/y');
});

test('a stream is not sent again, because its beginning is gone; the next request has the right version', async () => {
  const { client, requests } = engineThatSpeaks('1.44');
  const upload = client.send({ method: 'PUT', path: '/x', body: Readable.from(['tar']) }, ending);
  await expect(upload).rejects.toThrow('too old');
  await client.send({ path: '/y' }, ending);
  expect(requests.map(({ path }) => path)).toEqual(['/v1.41/x', '/v1.44/y']);
});
