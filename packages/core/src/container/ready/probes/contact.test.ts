import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { contact } from './contact.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function listen(onConnection: (socket: Socket) => void) {
  const server = createServer(onConnection);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const signal = new AbortController().signal;

test('a service that waits for its client is held', async () => {
  const address = await listen((socket) => cleanups.push(() => socket.destroy()));
  await expect(contact(address, { signal, holdMs: 30 })).resolves.toBe('held');
  await expect(contact(address, { signal, holdMs: 0 })).resolves.toBe('held');
});

test('a proxy drops the connection if no program listens behind it', async () => {
  const ended = await listen((socket) => socket.end());
  const reset = await listen((socket) => socket.resetAndDestroy());
  await expect(contact(ended, { signal, holdMs: 5_000 })).resolves.toBe('dropped');
  await expect(contact(reset, { signal, holdMs: 5_000 })).resolves.toBe('dropped');
});

test('a service that greets its client is held at once', async () => {
  const address = await listen((socket) => socket.end('220 hello\r\n'));
  await expect(contact(address, { signal, holdMs: 5_000 })).resolves.toBe('held');
});

test('a port on which no program listens is refused', async () => {
  const address = await listen(() => undefined);
  for (const cleanup of cleanups.splice(0)) cleanup();
  await expect(contact(address, { signal, holdMs: 0 })).resolves.toBe('refused');
});

test('no way there, and an abort', async () => {
  await expect(contact({ host: 'host.invalid', port: 1 }, { signal, holdMs: 0 })).resolves.toBe(
    'unreachable',
  );
  const address = await listen((socket) => cleanups.push(() => socket.destroy()));
  await expect(contact(address, { signal: AbortSignal.abort(), holdMs: 5_000 })).resolves.toBe('unreachable');
  const abort = new AbortController();
  const waiting = contact(address, { signal: abort.signal, holdMs: 60_000 });
  abort.abort();
  await expect(waiting).resolves.toBe('unreachable');
});
