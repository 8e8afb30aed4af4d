import { expect, test, vi } from 'vitest';
import { FamilyContext } from '../support/family/family-context.ts';

test('a new key gets a container that was started before, and nothing is left of those that wait', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({ pool: { ready: 2 } }, () => bench.box().limits({ memory: '32m' }));
  const cold = performance.now();
  await family.use('first');
  const coldMs = performance.now() - cold;
  const isFull = () =>
    expect(family.health.warm).toMatchObject({ ready: 2, starting: 0, failure: undefined });
  await vi.waitFor(isFull, { timeout: 20_000, interval: 20 });
  const warm = performance.now();
  const box = await family.use('second');
  const warmMs = performance.now() - warm;
  expect(family.health.warm).toMatchObject({ hits: 1 });
  expect((await box.exec(['echo', 'up'])).stdout).toBe('up\n');
  expect((await box.inspect()).Name).toContain('-box-');
  console.info(`new key: ${coldMs.toFixed(0)} ms cold, ${warmMs.toFixed(0)} ms from the pool`);
  await vi.waitFor(isFull, { timeout: 20_000, interval: 20 });
  await family.close();
  expect(await bench.containers()).toEqual([]);
});
