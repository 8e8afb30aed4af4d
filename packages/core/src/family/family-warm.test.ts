import { describe, expect, test, vi } from 'vitest';
import { own } from './definition/own-volume.ts';
import { type Family, FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const pool = { ready: 2 };

async function filled(family: Family, ready = 2): Promise<void> {
  await vi.waitFor(() => expect(family.health.warm).toMatchObject({ ready, starting: 0 }), {
    timeout: 5_000,
    interval: 5,
  });
}

describe('a pool of a family', () => {
  test('gives new keys containers that were started before, each to one key and once', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, changes } = await bench.family({ pool });
    await family.use('first');
    await filled(family);
    const waiting = (await ctx.docker.engine.listContainers({ all: true })).map(({ Id }) => Id);
    const [a, b] = await Promise.all([family.use('a'), family.use('b')]);
    expect(waiting).toEqual(expect.arrayContaining([a.id, b.id]));
    expect(a.id).not.toBe(b.id);
    expect((await a.inspect()).Name).toMatch(/^\/bp-box-/);
    expect(family.health.warm).toMatchObject({ hits: 2, misses: { empty: 0, shape: 1, name: 0 } });
    expect(changes).toContain('a starting>running created 1');
    await filled(family);
  });

  test('is no more than a chance: when it is empty, a container is made', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ pool: { ready: 1 } });
    await family.use('first');
    await filled(family, 1);
    const boxes = await Promise.all(['a', 'b', 'c'].map((key) => family.use(key)));
    expect(new Set(boxes.map(({ id }) => id)).size).toBe(3);
    expect(family.health.warm).toMatchObject({ hits: 1, misses: { empty: 2 } });
  });

  test('never gives a used container back, and a key that comes again gets its next generation', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes } = await bench.family({ pool });
    const first = await family.use('a');
    await filled(family);
    await family.remove('a');
    const next = await family.use('a');
    expect(next.id).not.toBe(first.id);
    expect([next.generation, changes.at(-1)]).toEqual([2, 'a starting>running replaced 2']);
    expect(await family.outdated()).toEqual([]);
    await family.stop('a');
    expect((await family.use('a')).id).toBe(next.id);
  });

  test('gives no key a container that its definition makes otherwise', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ pool }, (ctx, key) =>
      ctx.container('box:1').volumes(own('data', '/data')).env({ KEY: key }),
    );
    for (const key of ['a', 'b', 'c']) await family.use(key);
    expect(family.health.warm).toMatchObject({ hits: 0, misses: { shape: 3 } });
  });

  test('starts again when the definition has changed for good, and when its containers are old', async () => {
    await using bench = await FamilyBench.setUp();
    let plan = 'free';
    const { ctx, family } = await bench.family({ pool: { ready: 2, maxAge: '1h' } }, (context) =>
      context.container('box:1').env({ PLAN: plan }),
    );
    await family.use('a');
    await filled(family);
    plan = 'pro';
    for (const key of ['b', 'c']) await family.use(key);
    await filled(family);
    const box = await family.use('d');
    expect(family.health.warm).toMatchObject({ hits: 1, misses: { shape: 3 } });
    expect((await box.inspect()).Config.Env).toContain('PLAN=pro');
    await filled(family);
    const ids = async () =>
      (await ctx.docker.engine.listContainers({ all: true }))
        .filter(({ Names }) => Names[0]?.includes('warm'))
        .map(({ Id }) => Id);
    const before = await ids();
    await bench.pass(3_600_000);
    await vi.waitFor(async () => {
      const now = await ids();
      expect(now).toHaveLength(2);
      expect(now.some((id) => before.includes(id))).toBe(false);
    });
    expect(box.signal.aborted).toBe(false);
  });

  test('holds the memory of those that wait, and leaves nothing', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({ pool, capacity: { memory: '100m' } }, (context) =>
      context.container('box:1').limits({ memory: '20m' }),
    );
    await family.use('a');
    await filled(family);
    expect(family.health.inUse.memoryBytes).toBe(60 << 20);
    await family.close();
    expect(await ctx.docker.engine.listContainers({ all: true })).toEqual([]);
  });

  test('passes over a name that somebody else has taken', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({ pool });
    const a = await family.use('a');
    const name = (await a.inspect()).Name.slice(1);
    await family.remove('a');
    await filled(family);
    await ctx.docker.engine.createContainer({ Image: 'box:1' }, { name });
    await expect(family.use('a')).rejects.toMatchObject({ code: 'family.owned-elsewhere' });
    await filled(family);
  });
});
