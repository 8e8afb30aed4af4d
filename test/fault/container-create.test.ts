import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { ProxiedDocker } from './proxied-docker.ts';

const CREATE = /^POST .*\/containers\/create/;

/** Containers of this test over a proxy, and what else came through it. */
async function setup() {
  const proxied = await ProxiedDocker.connect();
  const boxes = await Boxes.connect(proxied.proxy.endpoint);
  const creations = () =>
    proxied.proxy.requests.filter(({ method, url }) => CREATE.test(`${method} ${url}`)).length;
  return {
    proxy: proxied.proxy,
    boxes,
    creations,
    async [Symbol.asyncDispose]() {
      proxied.proxy.heal();
      await boxes[Symbol.asyncDispose]();
      await proxied[Symbol.asyncDispose]();
    },
  };
}

test.each([-1, 0, 1, 10, 60])(
  'an answer that is cut after %d bytes: the container is found, and it is one',
  async (afterBodyBytes) => {
    await using bench = await setup();
    const { boxes, proxy, creations } = bench;
    proxy.inject({ kind: 'cut', afterBodyBytes }, { on: CREATE });
    const box = await boxes.box().create();
    expect(await box.status()).toBe('created');
    expect(await boxes.names()).toHaveLength(1);
    expect(creations()).toBe(1);
  },
);

test.each(['hang', 'stall'] as const)(
  'an answer that never comes (%s): the container is found within the deadline',
  async (kind) => {
    await using bench = await setup();
    const { boxes, proxy } = bench;
    proxy.inject(kind === 'hang' ? { kind } : { kind, afterBodyBytes: 5 }, { on: CREATE });
    const box = await boxes.box().create({ timeoutMs: 3_000 });
    expect(await box.status()).toBe('created');
    expect(await boxes.names()).toHaveLength(1);
  },
);

test('an engine that hangs altogether: the deadline is kept, and the next call finds what the first one made', async () => {
  await using bench = await setup();
  const { boxes, proxy, creations } = bench;
  const box = boxes.box().slot();
  const hang = proxy.inject({ kind: 'hang' });
  const begun = performance.now();
  await expect(box.create({ timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'timeout' });
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(box.id).toBeUndefined();

  hang[Symbol.dispose]();
  await box.create();
  expect(await boxes.names()).toHaveLength(1);
  expect(creations()).toBeLessThanOrEqual(2);
  await box.remove();
  expect(await boxes.names()).toEqual([]);
});

test('remove takes away what a creation has made without our hearing of it', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const box = boxes.box().slot();
  {
    using _hang = proxy.inject({ kind: 'hang' });
    await expect(box.create({ timeoutMs: 500 })).rejects.toMatchObject({ code: 'timeout' });
  }
  expect(await box.remove()).toBe('removed');
  expect(await boxes.names()).toEqual([]);
});

test('a create call that was given up leaves no container, even if its handle was dropped', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  proxy.inject({ kind: 'delay', ms: 500 }, { on: CREATE });
  const controller = new AbortController();
  const creating = boxes.box().create({ signal: controller.signal });
  await expect.poll(() => proxy.requests.some(({ url }) => url.includes('/create'))).toBe(true);
  controller.abort();
  await expect(creating).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => boxes.names(), { timeout: 10_000 }).toEqual([]);
});

test('a request that never arrives is an error, and nothing is there', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  proxy.inject({ kind: 'drop' }, { on: CREATE });
  await expect(boxes.box().create()).rejects.toMatchObject({
    code: 'engine.disconnected',
    operation: 'container.create',
  });
  expect(await boxes.names()).toEqual([]);
});

test('calls at the same time, with a slow engine, send one request', async () => {
  await using bench = await setup();
  const { boxes, proxy, creations } = bench;
  proxy.inject({ kind: 'delay', ms: 300 }, { on: CREATE });
  const box = boxes.box().slot();
  await Promise.all(Array.from({ length: 10 }, () => box.create()));
  expect(creations()).toBe(1);
  expect(await boxes.names()).toHaveLength(1);
});

test('under a given name the same holds', async () => {
  await using bench = await setup();
  const { boxes, proxy } = bench;
  const name = `${boxes.label}-named`;
  proxy.inject({ kind: 'cut', afterBodyBytes: 0 }, { on: CREATE });
  const box = await boxes.box().name(name).create();
  expect(await boxes.names()).toEqual([name]);
  proxy.heal();
  await expect(boxes.box().name(name).create()).rejects.toMatchObject({ code: 'name.in-use' });
  expect(await box.status()).toBe('created');
});
