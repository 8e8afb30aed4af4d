import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { connectDocker } from '../connection/connect-docker.ts';

/** An engine in a thread, which answers while this one is busy. */
const ENGINE = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((_, response) => {
    response.setHeader('Api-Version', '1.43').setHeader('Server', 'Docker/24.0.0 (linux)').end('OK');
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

test('an engine that answered while this process was busy in one turn is not told as silent', async () => {
  const thread = new Worker(ENGINE, { eval: true });
  try {
    const port = await new Promise<number>((resolve) => thread.once('message', resolve));
    await using docker = await connectDocker({ endpoint: `tcp://127.0.0.1:${port}`, env: {} });
    const askedAt = performance.now();
    const answer = docker.engine.ping({ timeoutMs: 200 });
    // The request is on its way before this thread stops.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    await answer;
    expect(performance.now() - askedAt).toBeGreaterThan(200);
  } finally {
    await thread.terminate();
  }
});
