import { isDocktopusError } from '@docktopus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { reads } from './every-call.ts';
import { ProxiedDocker } from './proxied-docker.ts';

/** In the body's bytes; the first is in the head. Beyond the end of a short body nothing is cut. */
const OFFSETS = [-1, 0, 1, 2, 8, 33, 150, 700, 1_500, 3_000] as const;

let boxes: Boxes;
let id: string;

beforeAll(async () => {
  boxes = await Boxes.connect();
  const box = await boxes.box('seq 1 2000; echo err >&2; sleep 60').create();
  await box.start();
  id = box.id ?? '';
});

afterAll(() => boxes?.[Symbol.asyncDispose]());

test.each(Object.entries(reads))(
  '%s that is cut at any of ten offsets is a lost connection, unless that was all',
  async (_name, call) => {
    await using proxied = await ProxiedDocker.connect();
    const { docker, proxy } = proxied;
    const complete: number[] = [];
    for (const afterBodyBytes of OFFSETS) {
      using _cut = proxy.inject({ kind: 'cut', afterBodyBytes });
      const error = await call(docker, id, { timeoutMs: 5_000 }).then(
        () => void complete.push(afterBodyBytes),
        (reason: unknown) => reason,
      );
      if (error !== undefined)
        expect(error).toSatisfy((found) => isDocktopusError(found, 'engine.disconnected'));
    }
    expect(complete.filter((offset) => offset <= 0)).toEqual([]);
  },
);

test('a followed log that is cut at any of ten offsets ends in an error and never silently', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  for (const afterBodyBytes of OFFSETS) {
    using _cut = proxy.inject({ kind: 'cut', afterBodyBytes });
    const following = (async () => {
      for await (const _ of await docker.engine.containerLogs(id, { follow: true }));
    })();
    await expect(following).rejects.toSatisfy((error) => isDocktopusError(error, 'engine.disconnected'));
  }
});

test.each([-1, 0, 1])('a wait cut after %i bytes is a lost connection', async (afterBodyBytes) => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'cut', afterBodyBytes }, { on: /wait/ });
  const waiting = docker.engine.waitContainer(id, { condition: 'next-exit' });
  const failed = expect(waiting).rejects.toSatisfy((error) => isDocktopusError(error, 'engine.disconnected'));
  // The engine answers the head at once and the body at the exit, which here never comes.
  if (afterBodyBytes > 0) setTimeout(() => proxy.dropAll(), 50);
  await failed;
});

test('an event stream that is cut says so, and its client stays usable', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  const subscription = await docker.engine.watchEvents(() => undefined);
  proxy.dropAll();
  expect(await subscription.ended).toSatisfy((error) => isDocktopusError(error, 'engine.disconnected'));
  await docker.engine.ping();
});

test('a body that stalls in the middle ends at the deadline', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'stall', afterBodyBytes: 100 });
  for (const name of ['inspectContainer', 'containerLogs']) {
    await expect(reads[name]?.(docker, id, { timeoutMs: 200 })).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'timeout'),
    );
  }
});

test('an upload whose engine goes away fails', async () => {
  await using proxied = await ProxiedDocker.connect();
  const { docker, proxy } = proxied;
  proxy.inject({ kind: 'drop' }, { on: /archive/ });
  await expect(docker.engine.putArchive(id, '/tmp', Buffer.alloc(4 << 20))).rejects.toSatisfy((error) =>
    isDocktopusError(error, 'engine.disconnected'),
  );
});
