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

const wrong = (value: unknown) => value as never;

test.each([
  ['no target', [wrong(undefined)], 'target: got undefined'],
  ['a target of another kind', ['http://127.0.0.1:80'], 'expected unix:///path or tcp://host:port'],
  ['a target without a port', ['tcp://127.0.0.1'], 'expected unix:///path or tcp://host:port'],
  [
    'an unknown way to listen',
    ['unix:///x.sock', { listen: wrong('udp') }],
    'listen: got "udp", expected one of',
  ],
  ['no options', ['unix:///x.sock', wrong(null)], 'options: got null'],
] as const)('a proxy with %s is refused in words', async (_, given, text) => {
  await expect(
    FaultProxy.start(...(given as unknown as Parameters<typeof FaultProxy.start>)),
  ).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringContaining(text),
  });
});

test.each([
  ['no fault', [wrong(undefined)], 'fault: got undefined, expected an object'],
  ['an unknown kind', [{ kind: wrong('hagn') }], "did you mean 'hang'?"],
  ['a cut without a place', [wrong({ kind: 'cut' })], 'fault.afterBodyBytes: got nothing, expected what cut needs'],
  ['a delay without a time', [{ kind: 'delay', ms: Number.NaN }], 'fault.ms: got NaN'],
  ['a hang with what only a cut has', [wrong({ kind: 'hang', afterBodyBytes: 1 })], 'fault.afterBodyBytes: got an unknown key'],
  ['an answer that is none', [{ kind: 'replace', answer: wrong(7) }], 'fault.answer: got 7, expected a string or a Buffer'],
  ['a pattern that is a text', [{ kind: 'hang' }, { on: wrong('json') }], 'scope.on: got "json", expected a regular expression'],
  ['no times', [{ kind: 'hang' }, { times: 0 }], 'scope.times: got 0'],
] as const)('%s is refused in words', async (_, given, text) => {
  await using proxy = await FaultProxy.start('unix:///x.sock');
  expect(() => proxy.inject(...(given as unknown as Parameters<typeof proxy.inject>))).toThrow(text);
}); // biome-ignore format: rows
