import { Testbed } from '@docktopus/testing';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { cacheBlueprint } from './cache-blueprint.ts';
import { CacheContext } from './cache-context.ts';
import { providers, TestClock, test } from './cache-test.ts';

describe('the container', () => {
  test('is ready once it is open', async ({ context }) => {
    const { cache } = await context(CacheContext);
    await expect(cache).toBeReady();
    await expect(cache).toHaveLogged('open');
  });

  test('closes in peace when it is asked to', async ({ context }) => {
    const { cache } = await context(CacheContext);
    await cache.stop();
    await expect(cache).toHaveExited(0);
    await expect(cache).toHaveLogged('closed');
  });

  test('that ends before it is open fails the start', async ({ context }) => {
    const broken = context(CacheContext, { containers: { cache: (declared) => declared.cmd(['false']) } });
    await expect(broken).rejects.toMatchObject({ code: 'container.start-failed' });
  });
});

describe('an entry', () => {
  const clock = new TestClock();
  let testbed: Testbed;
  let runner: ReturnType<typeof cacheBlueprint>;

  // These tests do not get in each other's way, so they share one blueprint: on a real engine it takes a second to start.
  beforeAll(async () => {
    testbed = await Testbed.open();
    runner = await testbed.runner(cacheBlueprint(), {
      providers: providers(clock),
      config: { maxValueBytes: 100, ttlMs: 1_000 },
    });
  });
  afterAll(() => testbed.close());

  const get = (key: string) => runner.call('get', { key });
  const put = (key: string, value: string, ttlMs?: number) => runner.call('put', { key, value, ttlMs });

  test('that was never put is a miss', async () => {
    expect(await get('nobody')).toEqual({ hit: false });
  });

  test.for([
    '',
    ' ',
    'plain',
    'a line\n',
    '\n\n',
    'two\nlines',
    '"quoted" \'twice\'',
    '$HOME `id` $(id) \\',
    '; exit 3',
    'grün, 緑, 🟢',
    '\u0000\u0001\u001b[31m',
    '1000001000\nnot the time',
    'x'.repeat(100),
  ])('with the value %j is got as it was put', async (value) => {
    expect(await put(`value ${value}`, value)).toEqual({ stored: true });
    expect(await get(`value ${value}`)).toEqual({ hit: true, value });
  });

  test.for(['k', 'K', 'with space', '../../etc/passwd', '/', '-rf', '*', '$(id)', 'ключ', 'k'.repeat(256)])(
    'under the key %j is one of its own',
    async (key) => {
      await put(key, `the value of ${key.slice(0, 50)}`);
      expect(await get(key)).toEqual({ hit: true, value: `the value of ${key.slice(0, 50)}` });
    },
  );

  test.for([
    ['put', { key: '', value: 'v' }],
    ['put', { key: 'k'.repeat(257), value: 'v' }],
    ['put', { key: 7, value: 'v' }],
    ['put', { key: 'k' }],
    ['put', { key: 'k', value: 'v', ttlMs: 0 }],
    ['get', {}],
    ['get', null],
    ['forget', { key: '' }],
  ] as const)('is not asked for by %s %j', async ([jobId, body]) => {
    await expect(runner.call(jobId, body)).rejects.toMatchObject({ code: 'job.body-invalid' });
  });

  test.for([
    ['x'.repeat(101), 101],
    ['ü'.repeat(51), 102],
  ] as const)('of more bytes than there may be is not stored', async ([value]) => {
    expect(await put('too large', value)).toEqual({ stored: false });
    expect(await get('too large')).toEqual({ hit: false });
  });

  test('that is put again is the new one', async () => {
    await put('again', 'old');
    await put('again', 'new');
    expect(await get('again')).toEqual({ hit: true, value: 'new' });
  });

  test('is a miss once its time is over', async () => {
    await put('short', 'v', 10);
    await put('usual', 'v');
    clock.advance(10);
    expect(await get('short')).toEqual({ hit: false });
    expect(await get('usual')).toEqual({ hit: true, value: 'v' });
    clock.advance(1_000);
    expect(await get('usual')).toEqual({ hit: false });
  });

  test('is a miss once it is forgotten, which may be said twice', async () => {
    await put('forgettable', 'v');
    expect(await runner.call('forget', { key: 'forgettable' })).toEqual({ forgotten: true });
    expect(await runner.call('forget', { key: 'forgettable' })).toEqual({ forgotten: true });
    expect(await get('forgettable')).toEqual({ hit: false });
  });
});
