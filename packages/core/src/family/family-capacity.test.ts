import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

describe('a family with a limit', () => {
  test('lets exactly so many in, however many ask in the same moment, and says when to come again', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({ capacity: { running: 10 } });
    const results = await Promise.allSettled(keys(100).map((key) => family.use(key)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(90);
    expect(refused[0]?.reason).toMatchObject({
      code: 'family.full',
      message:
        'family.use box: 10 of at most 10 members are running. Try again in 30 s, or raise capacity.running',
      details: { limit: 'running', most: 10, inUse: 10, retryAfterMs: 30_000 },
    });
    expect(await bench.containers(ctx)).toHaveLength(10);
  });

  test('gives every place back after starts that fail', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({ capacity: { running: 10, whenFull: 'wait' } }, (ctx_, key) =>
      ctx_.container(Number(key.slice(1)) % 2 ? 'broken:1' : 'box:1').limits({ memory: '64m' }),
    );
    const results = await Promise.allSettled(
      keys(100).map(async (key) => {
        const box = await family.use(key);
        await family.stop(key);
        return box.generation;
      }),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(family.health).toMatchObject({ inUse: { running: 0, starting: 0, memoryBytes: 0 }, waiting: 0 });
    expect((await bench.containers(ctx)).filter((line) => line.endsWith('exited'))).toHaveLength(50);
    expect(await bench.containers(ctx)).toHaveLength(50);
  });

  test('counts memory by the limits of specs, and refuses a spec without one', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ capacity: { memory: '128m' } }, (ctx, key) =>
      key === 'unlimited' ? ctx.container('box:1') : ctx.container('box:1').limits({ memory: '64m' }),
    );
    await expect(family.use('unlimited')).rejects.toThrow(
      'limits.memory: got undefined, expected a limit, because capacity.memory counts it',
    );
    await Promise.all([family.use('a'), family.use('b')]);
    await expect(family.use('c')).rejects.toMatchObject({
      details: { limit: 'memory', most: 128 << 20, inUse: 128 << 20 },
    });
    await family.stop('a');
    await family.use('c');
  });

  test('limits each group by itself', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({
      capacity: { per: { by: (key) => key.split('/')[0] ?? '', running: 1 } },
    });
    await family.use('acme/1');
    await expect(family.use('acme/2')).rejects.toMatchObject({ details: { limit: 'per', group: 'acme' } });
    await family.use('umbrella/1');
  });

  test('lets callers wait their turn, and forgets those who have given up', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ capacity: { running: 1, whenFull: 'wait' } });
    await family.use('a');
    const impatient = new AbortController();
    const leaving = family.use('b', { signal: impatient.signal });
    const waiting = family.use('c');
    await vi.waitFor(() => expect(family.health.waiting).toBe(2));
    impatient.abort(new Error('enough'));
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' });
    expect(family.health.waiting).toBe(1);
    await family.stop('a');
    expect((await waiting).key).toBe('c');
    expect(family.health.inUse.running).toBe(1);
    expect(await family.get('b')).toBeUndefined();
  });

  test('puts the longest idle to sleep for another key, and nobody who is held', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes } = await bench.family({ capacity: { running: 2, whenFull: 'evict' } });
    (await family.use('a')).release();
    await bench.pass(1_000);
    const held = await family.use('b');
    await bench.pass(1_000);
    (await family.use('c')).release();
    expect(changes).toContain('a stopping>stopped evicted 1');
    const [d, e] = [await family.use('d'), family.use('e')];
    await expect(e).rejects.toMatchObject({ code: 'family.full' });
    expect([held.signal.aborted, d.signal.aborted]).toEqual([false, false]);
    expect(family.health.inUse.running).toBe(2);
  });

  test('waits for starts that are under way', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ capacity: { starting: 2, whenFull: 'wait' } });
    let most = 0;
    family.changes$.subscribe(() => {
      most = Math.max(most, family.health.inUse.starting);
    });
    await Promise.all(keys(8).map((key) => family.use(key)));
    expect([most, family.health.inUse]).toEqual([2, { running: 8, starting: 0, memoryBytes: 0 }]);
  });
});
