import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const MINUTE = 60_000;
const stopAfter15 = { idle: { after: '15m', then: 'stop' } } as const;

describe('use', () => {
  test('makes the container of a key once, however many ask for it', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, changes } = await bench.family();
    const boxes = await Promise.all(Array.from({ length: 100 }, () => family.use('acme')));
    expect(new Set(boxes.map(({ id }) => id)).size).toBe(1);
    expect(changes).toEqual(['acme absent>starting created 0', 'acme starting>running created 1']);
    expect(await bench.containers(ctx)).toEqual(['"acme" running']);
    for (const box of boxes) box.release();
    expect((await family.get('acme'))?.holds).toBe(0);
  });

  test('serves half of its callers when the other half gives up', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family();
    using _slow = bench.engine.slow(50, 'startContainer');
    const impatient = new AbortController();
    const patient = Array.from({ length: 50 }, () => family.use('acme'));
    const leaving = Array.from({ length: 50 }, () => family.use('acme', { signal: impatient.signal }));
    impatient.abort(new Error('enough'));
    const left = await Promise.allSettled(leaving);
    expect(left.every(({ status }) => status === 'rejected')).toBe(true);
    const boxes = await Promise.all(patient);
    expect(new Set(boxes.map(({ id }) => id)).size).toBe(1);
    expect((await family.get('acme'))?.holds).toBe(50);
  });

  test('goes on with a start that nobody waits for any more', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family();
    using _slow = bench.engine.slow(50, 'startContainer');
    const impatient = new AbortController();
    const leaving = family.use('acme', { signal: impatient.signal });
    await told('acme absent>starting created 0');
    impatient.abort(new Error('enough'));
    await expect(leaving).rejects.toThrow('the caller aborted');
    await told('acme starting>running created 1');
    expect(await family.get('acme')).toMatchObject({ state: 'running', holds: 0 });
  });

  test('keeps different keys apart', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family();
    const boxes = await Promise.all(['a', 'A', '__proto__', 'a '].map((key) => family.use(key)));
    expect(new Set(boxes.map(({ id }) => id)).size).toBe(4);
    expect(await bench.containers(ctx)).toHaveLength(4);
  });

  test('of a key that cannot be one fails before anything is made', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family();
    await expect(family.use('x'.repeat(10_000))).rejects.toMatchObject({ code: 'family.key-invalid' });
    await expect(family.use('')).rejects.toMatchObject({ code: 'family.key-invalid' });
    expect(await bench.containers(ctx)).toEqual([]);
  });

  test('without creating wakes what is there, and fails for what is not', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, changes } = await bench.family();
    await expect(family.use('acme', { create: false })).rejects.toMatchObject({ code: 'family.key-unknown' });
    (await family.use('acme')).release();
    await family.stop('acme');
    const box = await family.use('acme', { create: false });
    expect(box.generation).toBe(1);
    expect(changes.at(-1)).toBe('acme starting>running woken 1');
  });

  test('of a generation that is gone is an error, and never an empty replacement', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told, changes } = await bench.family();
    const first = await family.use('acme');
    await ctx.docker.engine.removeContainer(first.id, { force: true });
    await told('acme running>absent killed-outside 1');
    await expect(family.use('acme', { generation: first.generation })).rejects.toMatchObject({
      code: 'family.replaced',
      reason: expect.stringContaining(
        'generation 1 was asked for, and the key has no container (killed from outside)',
      ),
    });
    const second = await family.use('acme');
    expect([second.generation, changes.at(-1)]).toEqual([2, 'acme starting>running replaced 2']);
    await expect(family.use('acme', { generation: 1 })).rejects.toMatchObject({ code: 'family.replaced' });
    expect((await family.use('acme', { generation: 2 })).id).toBe(second.id);
  });
});

describe('get and list', () => {
  test('make, wake and hold nothing', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family(stopAfter15);
    expect([await family.get('acme'), await family.list()]).toEqual([undefined, []]);
    (await family.use('acme')).release();
    await bench.pass(14 * MINUTE);
    await family.get('acme');
    await family.list();
    await bench.pass(MINUTE);
    await vi.waitFor(async () =>
      expect(await family.get('acme')).toMatchObject({ state: 'stopped', cause: 'idle' }),
    );
    await family.list();
    expect(await bench.containers(ctx)).toEqual(['"acme" exited']);
  });

  test('find by state and by label', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({}, (ctx, key) => ctx.container('box:1').labels({ plan: key }));
    await Promise.all([family.use('free'), family.use('pro')]);
    await family.stop('free');
    const keys = async (options?: Parameters<typeof family.list>[0]) =>
      (await family.list(options)).map(({ key }) => key);
    expect(await keys()).toEqual(['free', 'pro']);
    expect(await keys({ state: 'stopped' })).toEqual(['free']);
    expect(await keys({ state: ['stopped', 'running'], labels: { plan: 'pro' } })).toEqual(['pro']);
    expect(await keys({ labels: { plan: 'none' } })).toEqual([]);
  });
});

describe('holds', () => {
  test('keep a member awake, each kind of them, and say so', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family(stopAfter15);
    const box = await family.use('acme');
    const stream = await box.execStream(['sleep', '1000']);
    const extra = box.hold('a background task');
    box.release();
    await bench.pass(60 * MINUTE);
    const why = await family.why('acme');
    expect(why?.state).toBe('running');
    expect(why?.holds.map(({ kind, what }) => [kind, what])).toEqual([
      ['exec', 'sleep'],
      ['use', 'a background task'],
    ]);
    expect(why?.text).toBe(
      '"acme" is running (created): held by exec sleep for 1h, use a background task for 1h; no time ends it',
    );
    stream.close();
    await stream.ended;
    extra.release();
    await vi.waitFor(async () => expect((await family.why('acme'))?.holds).toEqual([]));
    expect((await family.why('acme'))?.text).toBe(
      '"acme" is running (created): not held for 0s; stop by idle in 15m',
    );
    await bench.pass(15 * MINUTE);
    await vi.waitFor(async () => expect(await family.get('acme')).toMatchObject({ state: 'stopped' }));
  });

  test('end with their signal, when their caller has forgotten them', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family(stopAfter15);
    const caller = new AbortController();
    await family.use('acme', { signal: caller.signal });
    await bench.pass(60 * MINUTE);
    expect(await family.get('acme')).toMatchObject({ state: 'running', holds: 1 });
    caller.abort();
    expect(await family.get('acme')).toMatchObject({ holds: 0 });
  });

  test('that were released give no more access', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family();
    const box = await family.use('acme');
    box.release();
    await expect(box.exec(['true'])).rejects.toMatchObject({ code: 'family.ended' });
    expect(() => box.hold()).toThrow('the hold has been released');
  });

  test('are lost with their container, with the reason', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family();
    const box = await family.use('acme');
    await family.stop('acme');
    expect(box.signal.reason).toMatchObject({
      code: 'family.ended',
      reason: 'the container has ended: asked',
    });
    await expect(box.exec(['true'])).rejects.toMatchObject({ code: 'family.ended' });
    expect((await family.use('acme')).signal.aborted).toBe(false);
  });
});
