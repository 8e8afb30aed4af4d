import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Postgres } from './bull-library.ts';
import { quietClient } from './quiet-client.ts';

test('a connection that the server ends while nobody listens to it does not end the process', () => {
  const Client = EventEmitter as unknown as Postgres['Client'];
  const lost = new Error('Connection terminated unexpectedly');
  const client = new (quietClient({ Client }))();
  expect(() => new Client().emit('error', lost)).toThrow(lost);
  expect(client.emit('error', lost)).toBe(false);
  // BullMQ does so before it closes one.
  client.removeAllListeners();
  expect(client.emit('error', lost)).toBe(false);
  const heard: unknown[] = [];
  client.on('error', (error) => heard.push(error));
  client.emit('error', lost);
  expect(heard).toEqual([lost]);
});
