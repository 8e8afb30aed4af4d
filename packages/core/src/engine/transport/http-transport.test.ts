import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { translateEngineError } from '../translate/translate-engine-error.ts';
import { HttpTransport } from './http-transport.ts';

const server = createServer((request) => request.resume());
let transport: HttpTransport;
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  transport = new HttpTransport('tcp://engine', () => connect({ host: '127.0.0.1', port }));
});
afterEach(() => {
  transport.close();
  server.closeAllConnections();
  server.close();
});

const sending = (body: Readable) =>
  transport
    .request({ method: 'POST', path: '/build', headers: {}, body, signal: new AbortController().signal })
    .then(
      () => expect.fail('it was expected to fail'),
      (error: unknown) => translateEngineError(error, { operation: 'docker.request' }),
    );

test.each([
  ['that is not there', '/no/such/file', 'path.not-found'],
  ['below a file', '/etc/passwd/x', 'path.not-found'],
  ['that is a directory', tmpdir(), 'path.invalid'],
])('a body from a file %s is a failure of the file, not of the engine', async (_, path, code) => {
  expect(await sending(createReadStream(path))).toMatchObject({
    code,
    hint: expect.any(String),
    details: { path },
  });
});

test('another failure of the body is told as it is', async () => {
  const body = Readable.from(
    (async function* () {
      yield 'half';
      throw new Error('the source broke');
    })(),
  );
  expect(await sending(body)).toMatchObject({ code: 'engine.failed', reason: 'the source broke' });
});
