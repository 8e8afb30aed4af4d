import type { StoreHost } from '@docktopus/runner/durable';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const never = new Promise<never>(() => undefined);
const server = {
  name: 'redis',
  survives: 'kill',
  queue: () => ({ close: () => never }),
  close: vi.fn(async () => undefined),
};
beforeEach(() => {
  vi.resetModules();
  vi.doMock('./redis-server.ts', async (original) => ({
    ...(await original<object>()),
    redisServer: async () => server,
  }));
});
// Files that follow share the modules of this one.
afterEach(() => {
  vi.doUnmock('./redis-server.ts');
  vi.resetModules();
});

test('a store whose server answers no goodbye lets go of its connections all the same', async () => {
  const { bullQueue } = await import('./bull-queue.ts');
  const store = bullQueue({ url: 'redis://127.0.0.1:1' });
  await store.open({} as StoreHost);
  vi.useFakeTimers();
  try {
    const closed = store.close();
    await vi.advanceTimersByTimeAsync(10_000);
    await closed;
    expect(server.close).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
