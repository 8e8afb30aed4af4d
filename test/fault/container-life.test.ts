import { setTimeout as sleep } from 'node:timers/promises';
import { isDocktopusError, ready } from '@docktopus/core';
import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { ProxiedDocker } from './proxied-docker.ts';

async function setup() {
  const proxied = await ProxiedDocker.connect();
  const boxes = await Boxes.connect(proxied.proxy.endpoint);
  return {
    proxy: proxied.proxy,
    boxes,
    async [Symbol.asyncDispose]() {
      proxied.proxy.heal();
      await boxes[Symbol.asyncDispose]();
      await proxied[Symbol.asyncDispose]();
    },
  };
}

/** Where each call that belongs to a start may hang. */
const STEPS = [/^POST .*\/create/, /^POST .*\/start/, /^GET .*\/logs/, /^GET .*\/events/] as const;

test.each(STEPS)('a start in which %s hangs keeps its deadline, and leaves nothing behind', async (on) => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = boxes.box().readyWhen(ready.log('never')).slot();
  proxy.inject({ kind: 'hang' }, { on });
  const error = await Promise.race([
    box.start({ timeoutMs: 3_000 }).catch((reason: unknown) => reason),
    // A timer, because what holds up this process holds up both.
    sleep(10_000, 'it goes on'),
  ]);
  expect(error).toSatisfy((found) => isDocktopusError(found, 'timeout', 'container.not-ready'));
  proxy.heal();
  await expect.poll(() => boxes.names(), { timeout: 15_000 }).toEqual([]);
});

test('a life takes a call for each step, and one to see how it ended', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const before = proxy.requests.length;
  const box = await boxes.box('exit 3').create();
  expect(await box.start({ waitForExit: true })).toMatchObject({ exitCode: 3 });
  await box.remove();
  const sent = proxy.requests.slice(before).map(({ method, url }) => `${method} ${url}`);
  expect(sent).toEqual([
    expect.stringMatching(/^POST .*\/create/),
    expect.stringMatching(/^POST .*\/start$/),
    expect.stringMatching(/^POST .*\/wait/),
    expect.stringMatching(/^GET .*\/json$/),
    expect.stringMatching(/^DELETE /),
  ]);
});

test.each([-1, 0])('a start whose answer is cut (%d) has started the container', async (afterBodyBytes) => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = await boxes.box().create();
  proxy.inject({ kind: 'cut', afterBodyBytes }, { on: /\/start/ });
  await box.start();
  expect(await box.status()).toBe('running');
});

test('a start that never arrives is an error, and what was made for it is removed', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  proxy.inject({ kind: 'drop' }, { on: /\/start/ });
  await expect(boxes.box().slot().start()).rejects.toMatchObject({ code: 'engine.disconnected' });
  expect(await boxes.names()).toEqual([]);
});

test('a failed remove keeps the handle, one whose answer is lost has removed', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = await boxes.box().create();
  const { id } = box;
  {
    using _drop = proxy.inject({ kind: 'drop' }, { on: /^DELETE/ });
    await expect(box.remove()).rejects.toMatchObject({
      code: 'engine.disconnected',
      operation: 'container.remove',
    });
  }
  expect(box.id).toBe(id);
  proxy.inject({ kind: 'cut', afterBodyBytes: -1 }, { on: /^DELETE/ });
  expect(await box.remove()).toBe('removed');
  expect(box.id).toBeUndefined();
});

test('wait outlives the loss of every connection', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = await boxes.box('read line; exit 7').openStdin().create();
  await box.start();
  const waiting = box.wait({ timeoutMs: 20_000 });
  await box.until('running');
  proxy.dropAll();
  await using direct = await Boxes.connect();
  await direct.docker.engine.killContainer(box.id ?? '');
  expect(await waiting).toMatchObject({ exitCode: expect.any(Number) });
});

test('a followed log whose connection is lost ends in an error, never silently', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = await boxes.box('while :; do echo tick; sleep 0.1; done').create();
  await box.start();
  const following = (async () => {
    let seen = 0;
    for await (const _ of box.logs({ follow: true })) {
      seen += 1;
      if (seen === 3) proxy.dropAll();
    }
  })();
  await expect(following).rejects.toMatchObject({ code: 'engine.disconnected', operation: 'container.logs' });
});

test('an exec whose connection is lost is an error, also between its end and its exit code', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = await boxes.box().create();
  await box.start();
  const running = box.exec(['sh', '-c', 'echo up; sleep 300']);
  const failed = expect(running).rejects.toMatchObject({ code: 'engine.disconnected' });
  await expect.poll(async () => (await box.exec(['ps'])).stdout).toContain('sleep 300');
  proxy.dropAll();
  await failed;

  proxy.inject({ kind: 'hang' }, { on: /^GET .*\/exec\/.*\/json/ });
  await expect(box.exec(['true'], { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'timeout' });
});

test('a copy whose connection is lost leaves nothing on the host', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const { mkdtemp, readdir, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'dt-fault-'));
  try {
    const box = await boxes.box().create();
    for (const afterBodyBytes of [0, 100, 600, 20_000]) {
      using _cut = proxy.inject({ kind: 'cut', afterBodyBytes }, { on: /\/archive/ });
      await expect(box.copyFrom('/bin/busybox', join(folder, 'x'))).rejects.toMatchObject({
        code: 'engine.disconnected',
      });
    }
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
