import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listenReason } from './index.ts';

const failing = async (port: number, host: string) => {
  const server = createServer().listen(port, host);
  const [error] = await once(server, 'error');
  return listenReason(error);
};

test('a port that is taken is named in words, with the code of the system', async () => {
  await using taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  expect(await failing(port, '127.0.0.1')).toBe('another process listens on this address (EADDRINUSE)');
});

test('an address of another machine is named in words, with the code of the system', async () => {
  expect(await failing(0, '192.0.2.1')).toBe('this machine has no such address (EADDRNOTAVAIL)');
});

test.each(['EACCES', 'EPERM', 'EAFNOSUPPORT', 'ENOTFOUND', 'EAI_AGAIN'])('%s is said in words', (code) => {
  const error = Object.assign(new Error(`listen ${code}`), { code });
  expect(listenReason(error)).toMatch(new RegExp(`^[a-z ]+ \\(${code}\\)$`));
});

test('what is not known is said as the system says it', () => {
  expect(listenReason(new Error('listen EODD'))).toBe('listen EODD');
});
