import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Postgres } from './bull-library.ts';
import { quietClient } from './postgres-server.ts';

test('a connection that the server ends while nobody listens to it does not end the process', () => {
  const Client = EventEmitter as unknown as Postgres['Client'];
  const lost = new Error('Connection terminated unexpectedly');
  expect(() => new Client().emit('error', lost)).toThrow(lost);
  expect(new (quietClient({ Client }))().emit('error', lost)).toBe(true);
});
