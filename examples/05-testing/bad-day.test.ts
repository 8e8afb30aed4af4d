import { describe, expect } from 'vitest';
import { cacheBlueprint } from './cache-blueprint.ts';
import { CacheContext } from './cache-context.ts';
import { providers, TestClock, TestPager, test } from './cache-test.ts';

const ENTRY = { key: 'k', value: 'v' };

test('a cache that is killed comes back empty, and somebody is told', async ({ docker, testbed, runner }) => {
  const pager = new TestPager();
  const cache = await runner(cacheBlueprint(), { providers: providers(new TestClock(), pager) });
  await cache.call('put', ENTRY);
  await docker.engine.killContainer(`${testbed.name}-cache`);
  await pager.rang;
  expect(pager.messages).toEqual(['the cache went down (exit code 137) and was started again, empty']);
  expect(await cache.call('get', ENTRY)).toEqual({ hit: false });
});

// The rest needs an engine that does what a test tells it.
describe('on the engine in memory', () => {
  test.beforeEach(({ testbed, skip }) =>
    skip(testbed.fake === undefined, 'a real engine has no fault buttons'),
  );

  test('a cache that is out of memory is told from one that was killed', async ({
    fake,
    testbed,
    runner,
  }) => {
    const pager = new TestPager();
    const cache = await runner(cacheBlueprint(), { providers: providers(new TestClock(), pager) });
    await cache.call('put', ENTRY);
    fake.kill(`${testbed.name}-cache`, { oom: true });
    await pager.rang;
    expect(pager.messages).toEqual(['the cache went down (out of memory) and was started again, empty']);
  });

  test('a call that the engine fails is that call alone', async ({ fake, runner }) => {
    const cache = await runner(cacheBlueprint());
    await cache.call('put', ENTRY);
    using _fault = fake.fail('createExec', 500, 'no space left on device', { times: 1 });
    await expect(cache.call('get', ENTRY)).rejects.toMatchObject({ code: 'disk.full' });
    expect(await cache.call('get', ENTRY)).toEqual({ hit: true, value: 'v' });
  });

  test('a cache that does not answer delays no caller', async ({ fake, runner }) => {
    const cache = await runner(cacheBlueprint(), { config: { answerWithinMs: 50 } });
    using fault = fake.hang('startExec', { times: 1 });
    await expect(cache.call('get', ENTRY)).rejects.toMatchObject({ code: 'timeout' });
    fault.undo();
    expect(await cache.call('get', ENTRY)).toEqual({ hit: false });
  });

  test('the cache comes back with the engine', async ({ fake, runner }) => {
    const pager = new TestPager();
    const cache = await runner(cacheBlueprint(), { providers: providers(new TestClock(), pager) });
    await cache.call('put', ENTRY);
    await fake.restart();
    await pager.rang;
    expect(await cache.call('put', ENTRY)).toEqual({ stored: true });
  });

  test('an image that cannot be pulled is named in the failure', async ({ fake, context }) => {
    fake.pullFails('toomanyrequests: you have reached your pull rate limit', { status: 429 });
    const failing = context(CacheContext, { config: { image: 'example.com/cache:2' } });
    await expect(failing).rejects.toThrow(/example\.com\/cache:2.*rate limit/s);
  });
});
