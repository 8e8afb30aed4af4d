import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OpenStream } from './open-stream.ts';
import type { RunningCall } from './running-call.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function setup() {
  const body = new PassThrough();
  const end = vi.fn((reason: Error) => void body.destroy(reason));
  const running = { call: { operation: 'engine.archive', subject: 'cache' }, end } as Partial<RunningCall>;
  const chunks = new OpenStream(body, running as RunningCall, () => undefined).chunks(1000);
  return { body, end, chunks };
}

test('a stream whose reader takes long is not ended for the silence of its engine', async () => {
  const { body, end, chunks } = setup();
  body.write('a');
  expect(String((await chunks.next()).value)).toBe('a');
  await vi.advanceTimersByTimeAsync(5000);
  body.end('b');
  expect(String((await chunks.next()).value)).toBe('b');
  expect((await chunks.next()).done).toBe(true);
  expect(end).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('a stream whose engine says nothing while its reader waits ends in words, also after a reader that took long', async () => {
  const { body, chunks } = setup();
  body.write('a');
  await chunks.next();
  await vi.advanceTimersByTimeAsync(5000);
  const failed = expect(chunks.next()).rejects.toThrow(
    'engine.archive cache: the engine has said nothing for 1000 ms in the middle of its answer',
  );
  await vi.advanceTimersByTimeAsync(1000);
  await failed;
});
