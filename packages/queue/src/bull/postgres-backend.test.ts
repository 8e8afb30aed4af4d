import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { loadBullMq, loadPostgres } from './bull-library.ts';
import { postgresBackend } from './postgres-backend.ts';
import { quietClient } from './quiet-client.ts';

const [AUTHENTICATED, READY] = [Buffer.from('R\0\0\0\x08\0\0\0\0'), Buffer.from('Z\0\0\0\x05I')];

/** As PostgreSQL says it to a connection that `pg_terminate_backend` or its own stop ends. */
function ended(): Buffer {
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

/** A server that does with each connection what `answer` says, and BullMQ's backend for it. */
async function setup(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const Client = quietClient(await loadPostgres());
  const connection = { Client, connectionString: `postgres://postgres@127.0.0.1:${port}/postgres` };
  const backend = postgresBackend(await loadBullMq('pg'), Client)('jobs', { connection }, {});
  backend.on('error', () => undefined);
  return {
    backend,
    Client,
    async [Symbol.asyncDispose]() {
      await backend.close();
      server.close();
    },
  };
}

test('a server that ends the connection for news in the moment that it is open does not end the process', async () => {
  // In one piece, so that no listener can be added in between.
  await using news = await setup((socket) => socket.end(Buffer.concat([AUTHENTICATED, READY, ended()])));
  const listening = await news.backend.connection.getListenClient();
  expect(listening).toBeInstanceOf(news.Client);
  await expect(listening.query('SELECT 1')).rejects.toThrow();
});

test('a server that was away at the first call is asked again by the next one', async () => {
  let connections = 0;
  await using jobs = await setup((socket) => {
    connections += 1;
    socket.destroy();
  });
  for (const call of [1, 2, 3]) {
    await expect(jobs.backend.getQueueMeta()).rejects.toThrow('Connection terminated unexpectedly');
    expect(connections).toBe(call);
  }
});
