import { EventEmitter } from 'node:events';
import type { StoreEvent } from '@docktopus/runner/durable';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BullLines } from './bull-lines.ts';
import { BullListening } from './bull-listening.ts';
import type { BullServer } from './bull-server.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setup() {
  const open = new Set<EventEmitter>();
  const opened: string[] = [];
  const events = (name: string) => {
    const connection = new EventEmitter();
    opened.push(name);
    open.add(connection);
    return Object.assign(connection, { close: async () => void open.delete(connection) });
  };
  const lines = { all: async () => [{ name: 'builds' }, { name: 'mails' }] };
  const heard: StoreEvent[] = [];
  const listening = new BullListening(
    { events } as unknown as BullServer,
    lines as unknown as BullLines,
    (event) => heard.push(event),
  );
  return { listening, open, opened, heard };
}

test('a thousand callers that wait share one connection for each line', async () => {
  const { listening, open, opened, heard } = setup();
  const waiting = Array.from({ length: 1000 }, () => listening.join());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opened).toEqual(['builds', 'mails']);
  for (const connection of open) connection.emit('completed', { jobId: '7' });
  expect(heard.filter(({ id }) => id === '7')).toHaveLength(2);
  for (const each of waiting) each[Symbol.dispose]();
});

test('the connections stay for a caller who comes back at once, and close when none does', async () => {
  const { listening, open, opened } = setup();
  for (let look = 0; look < 10; look += 1) {
    const caller = listening.join();
    await vi.advanceTimersByTimeAsync(1000);
    caller[Symbol.dispose]();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(opened).toEqual(['builds', 'mails']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(open.size).toBe(0);
  using again = listening.join();
  await vi.advanceTimersByTimeAsync(0);
  expect(again).toBeDefined();
  expect(open.size).toBe(2);
  listening.close();
  expect(open.size).toBe(0);
});
