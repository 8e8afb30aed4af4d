import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { FaultProxy } from './fault-proxy.ts';

test('a delayed short answer arrives whole even if the engine closes right after it', async () => {
  const engine = createServer((_, answer) => {
    answer.setHeader('connection', 'close');
    answer.end('all of it');
  }).listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const { port } = engine.address() as AddressInfo;
  await using proxy = await FaultProxy.start(`tcp://127.0.0.1:${port}`, { listen: 'tcp' });
  try {
    proxy.inject({ kind: 'delay', ms: 50 });
    const url = `${proxy.endpoint.replace('tcp:', 'http:')}/x`;
    const [answer] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
    expect(await text(answer)).toBe('all of it');
  } finally {
    engine.close();
  }
});
