import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';
import { tlsHint } from './tls-hint.ts';

test.each([
  ['Client sent an HTTP request to an HTTPS server.', 'DOCKER_TLS_VERIFY=1'],
  ['TLS failed: error:0A00010B:SSL routines:ssl3_get_record:wrong version number', 'speaks no TLS'],
  ['TLS failed: self-signed certificate in certificate chain', 'ca.pem'],
  ['TLS failed: unable to verify the first certificate', 'ca.pem'],
  ['TLS failed: ssl/tls alert bad certificate', 'cert.pem and key.pem'],
  ['TLS failed: tlsv13 alert certificate required', 'cert.pem and key.pem'],
  ['nothing listens there', undefined],
])('%s', (reason, hint) => {
  const found = tlsHint(reason);
  if (hint === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(hint);
});

test('plain HTTP to an engine that speaks TLS is told with what to set, and so is TLS to one that does not', async () => {
  // As Go answers.
  const server = createServer((_, response) => {
    response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const env = {};
  try {
    await expect(connectDocker({ endpoint: `tcp://127.0.0.1:${port}`, env })).rejects.toMatchObject({
      code: 'engine.unreachable',
      hint: expect.stringContaining('DOCKER_TLS_VERIFY=1'),
    });
    await expect(connectDocker({ endpoint: `https://127.0.0.1:${port}`, env })).rejects.toMatchObject({
      code: 'engine.unreachable',
      hint: expect.stringContaining('speaks no TLS'),
    });
  } finally {
    server.close();
  }
});
