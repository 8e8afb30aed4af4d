import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const stopAfter15 = { idle: { after: '15m', then: 'stop' } } as const;

describe('time', () => {
  test('pauses, stops and removes in steps, all counted from the end of the last hold', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes, told } = await bench.family({
      idle: { then: [{ pause: '2m' }, { stop: '15m' }, { remove: '60m' }] },
    });
    const box = await family.use('acme');
    await bench.pass(10 * MINUTE);
    box.release();
    await bench.pass(2 * MINUTE);
    await told('acme pausing>paused idle 1');
    await bench.pass(13 * MINUTE);
    await told('acme stopping>stopped idle 1');
    await bench.pass(44 * MINUTE);
    expect(await family.get('acme')).toMatchObject({ state: 'stopped' });
    await bench.pass(MINUTE);
    await told('acme removing>absent idle 1');
    expect(changes).toEqual([
      'acme absent>starting created 0',
      'acme starting>running created 1',
      'acme running>pausing idle 1',
      'acme pausing>paused idle 1',
      'acme paused>stopping idle 1',
      'acme stopping>stopped idle 1',
      'acme stopped>removing idle 1',
      'acme removing>absent idle 1',
    ]);
    const again = await family.use('acme');
    expect([again.generation, changes.at(-1)]).toEqual([2, 'acme starting>running replaced 2']);
  });

  test('wakes a paused member without starting it', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, changes, told } = await bench.family({ idle: { after: '2m', then: 'pause' } });
    const first = await family.use('acme');
    const { startedAt } = await startOf(ctx, first.id);
    first.release();
    await bench.pass(2 * MINUTE);
    await told('acme pausing>paused idle 1');
    const box = await family.use('acme');
    expect((await startOf(ctx, box.id)).startedAt).toBe(startedAt);
    expect(changes.at(-1)).toBe('acme paused>running woken 1');
  });

  test.each([DAY * 365, -DAY * 365])('ends nobody when the wall clock is set by %i ms', async (jump) => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family({ ...stopAfter15, life: '1h', keep: '1d' });
    for (const key of ['a', 'b', 'c']) (await family.use(key)).release();
    await bench.pass(14 * MINUTE);
    bench.clock.jump(jump);
    await bench.pass(30_000);
    expect((await family.list()).map(({ state }) => state)).toEqual(['running', 'running', 'running']);
    await bench.pass(30_000);
    await told(/^c stopping>stopped idle/);
  });

  test('ends a life whatever holds it, after a warning and a time in which it takes no new holds', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family({ life: { max: '60m', warn: '1m' } });
    const box = await family.use('acme');
    await bench.pass(59 * MINUTE);
    await told('acme running>running life 1');
    await expect(family.use('acme')).rejects.toMatchObject({
      code: 'family.closing',
      details: { retryAfterMs: MINUTE },
    });
    expect(box.signal.aborted).toBe(false);
    await bench.pass(MINUTE);
    await told('acme stopping>stopped life 1');
    expect(box.signal.reason).toMatchObject({ reason: 'the container has ended: life' });
    const next = await family.use('acme');
    expect(next.signal.aborted).toBe(false);
    await bench.pass(58 * MINUTE);
    expect(await family.get('acme')).toMatchObject({ state: 'running' });
  });

  test('removes what was stopped for long enough, and keeps what is used', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family({ ...stopAfter15, keep: '1d' });
    (await family.use('a')).release();
    const held = await family.use('b');
    await bench.pass(15 * MINUTE);
    await told('a stopping>stopped idle 1');
    await bench.pass(DAY);
    await told('a removing>absent kept 1');
    expect((await family.list()).map(({ key }) => key)).toEqual(['b']);
    held.release();
  });
});

describe('a use that lands in a sleep', () => {
  test('waits for its end and wakes the member', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes, told } = await bench.family(stopAfter15);
    (await family.use('acme')).release();
    using _slow = bench.engine.slow(100, 'stopContainer');
    await bench.pass(15 * MINUTE);
    await told('acme running>stopping idle 1');
    const box = await family.use('acme');
    expect(box.generation).toBe(1);
    expect(changes.slice(-4)).toEqual([
      'acme running>stopping idle 1',
      'acme stopping>stopped idle 1',
      'acme stopped>starting woken 1',
      'acme starting>running woken 1',
    ]);
    expect(box.signal.aborted).toBe(false);
  });

  test('keeps the member awake when the sleep has not begun', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes } = await bench.family(stopAfter15);
    (await family.use('acme')).release();
    const sleeping = bench.pass(15 * MINUTE);
    const box = await family.use('acme');
    await sleeping;
    await bench.pass(MINUTE);
    expect(await family.get('acme')).toMatchObject({ state: 'running', holds: 1 });
    expect(changes).toHaveLength(2);
    box.release();
  });

  test('keeps its place while the member is stopped for another reason', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ capacity: { running: 1 } });
    (await family.use('acme')).release();
    using _slow = bench.engine.slow(100, 'stopContainer');
    const stopping = family.stop('acme');
    await vi.waitFor(async () => expect(await family.get('acme')).toMatchObject({ state: 'stopping' }));
    const waking = family.use('acme');
    await stopping;
    await expect(family.use('other')).rejects.toMatchObject({ code: 'family.full' });
    expect((await waking).signal.aborted).toBe(false);
  });
});

describe('a sleep that fails', () => {
  test('stays in the books and is tried again', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family(stopAfter15);
    const problems: string[] = [];
    family.problems$.subscribe(({ operation, key }) => problems.push(`${operation} ${key}`));
    (await family.use('acme')).release();
    using fault = bench.engine.fail('stopContainer', 500, 'the engine is out of sorts');
    await bench.pass(15 * MINUTE);
    await vi.waitFor(() => expect(problems).toContain('stop acme'));
    expect(await family.get('acme')).toMatchObject({ state: 'stopping', problem: { code: 'engine.failed' } });
    fault.undo();
    await bench.pass(15_000);
    await told('acme stopping>stopped idle 1');
    expect(await family.get('acme')).toMatchObject({ problem: undefined });
  });

  test('gives way to a use', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family(stopAfter15);
    (await family.use('acme')).release();
    using _fault = bench.engine.fail('stopContainer', 500);
    await bench.pass(15 * MINUTE);
    await vi.waitFor(async () => expect((await family.get('acme'))?.problem).toBeDefined());
    const box = await family.use('acme');
    await bench.pass(MINUTE);
    expect(await family.get('acme')).toMatchObject({ state: 'running', holds: 1, problem: undefined });
    expect(box.signal.aborted).toBe(false);
  });

  test('holds up nobody else: of 40 members that are due, the one whose stop is never answered waits alone', async () => {
    await using bench = await FamilyBench.setUp({ ports: 'none' });
    const { ctx, family } = await bench.family(stopAfter15);
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    for (const box of await Promise.all(keys.map((key) => family.use(key)))) box.release();
    using _fault = bench.engine.hang('stopContainer', { times: 1 });
    await bench.pass(15 * MINUTE);
    await vi.waitFor(
      async () =>
        expect(
          await bench.containers(ctx).then((all) => all.filter((line) => line.endsWith('running'))),
        ).toHaveLength(1),
      { timeout: 15_000, interval: 50 },
    );
    await bench.pass(15_000);
    expect(family.health).toMatchObject({ sweepAgeMs: 0, inUse: { running: 1 } });
    expect((await family.list({ state: 'stopping' })).length).toBe(1);
  });
});

async function startOf(ctx: Awaited<ReturnType<FamilyBench['connect']>>, id: string) {
  const { State } = await ctx.docker.engine.inspectContainer(id);
  return { startedAt: State.StartedAt };
}
