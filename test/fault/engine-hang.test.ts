import { connectDocker, isDocktopusError } from '@docktopus/core';
import { FaultProxy } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { engineEndpoint } from '../support/engine.ts';
import { changes, reads } from './every-call.ts';
import { ProxiedDocker } from './proxied-docker.ts';

const DEADLINE_MS = 300;
/** The deadline and a tenth of it, and what two busy cores take. */
const LATEST_MS = DEADLINE_MS * 1.1 + 250;
const ID = 'nope';

test.each(Object.entries({ ...reads, ...changes }))(
  '%s ends at its deadline when nothing comes back',
  async (_name, call) => {
    await using proxied = await ProxiedDocker.connect();
    const { docker, proxy } = proxied;
    proxy.inject({ kind: 'black-hole' });
    const began = performance.now();
    await expect(call(docker, ID, { timeoutMs: DEADLINE_MS })).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'timeout'),
    );
    expect(performance.now() - began).toBeLessThan(LATEST_MS);
    await expect.poll(() => proxy.connections).toBeLessThanOrEqual(1);
  },
);

test.each(Object.entries({ ...reads, ...changes }))(
  '%s ends when the caller aborts, and when the client is closed',
  async (_name, call) => {
    await using proxied = await ProxiedDocker.connect();
    const { docker, proxy } = proxied;
    proxy.inject({ kind: 'black-hole' });
    const abort = new AbortController();
    const aborted = call(docker, ID, { timeoutMs: 10_000, signal: abort.signal });
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(aborted).rejects.toSatisfy(
      (error) => isDocktopusError(error, 'aborted') && (error as Error).cause === reason,
    );
    const refused = (error: unknown) => isDocktopusError(error, 'engine.closed');
    const open = expect(call(docker, ID, { timeoutMs: 10_000 })).rejects.toSatisfy(refused);
    await docker.close();
    await open;
    await expect(call(docker, ID, { timeoutMs: 10_000 })).rejects.toSatisfy(refused);
  },
);

test('connecting to an engine that hangs ends at its deadline', async () => {
  await using proxy = await FaultProxy.start(engineEndpoint());
  proxy.inject({ kind: 'hang' }, { on: /_ping/ });
  const began = performance.now();
  await expect(connectDocker({ endpoint: proxy.endpoint, timeoutMs: DEADLINE_MS })).rejects.toSatisfy(
    (error) => isDocktopusError(error, 'timeout'),
  );
  expect(performance.now() - began).toBeLessThan(LATEST_MS);
  await expect.poll(() => proxy.connections).toBe(0);
});

test('hanging waits and events do not hold up the other calls', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'black-hole' }, { on: /wait|events|stop/ });
  const hanging = Array.from({ length: 40 }, (_, i) =>
    i % 2 ? docker.engine.waitContainer(ID) : docker.engine.stopContainer(ID),
  );
  const ended = expect(Promise.allSettled(hanging)).resolves.toHaveLength(40);
  const began = performance.now();
  await Promise.all(Array.from({ length: 40 }, () => docker.engine.listContainers({ timeoutMs: 5_000 })));
  expect(performance.now() - began).toBeLessThan(5_000);
  await docker.close();
  await ended;
});
