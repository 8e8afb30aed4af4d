import { describe, expect, test, vi } from 'vitest';
import { type Family, FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const DAY = 24 * 3_600_000;

/** A family whose definition changes with what the test sets. */
async function setup(options: Parameters<FamilyBench['family']>[0] = {}) {
  const bench = await FamilyBench.setUp();
  const now = { image: 'box:1', memory: '64m', plan: 'free', secret: 'hunter2' };
  const { ctx, family, changes, told } = await bench.family(options, (context) =>
    context
      .container(now.image)
      .limits({ memory: now.memory as '64m' })
      .env({ PLAN: now.plan, TOKEN: now.secret }),
  );
  const up = async (...keys: string[]) => {
    for (const key of keys) (await family.use(key)).release();
  };
  return {
    bench,
    ctx,
    family,
    changes,
    told,
    now,
    up,
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}

const rolled = async (family: Family, options: Parameters<Family['roll']>[0] = {}) =>
  (await family.roll(options)).map(({ key, outcome }) => `${key} ${outcome}`).sort();

describe('what is outdated', () => {
  test('is nothing while the definition says the same', async () => {
    await using at = await setup();
    await at.up('a');
    expect(await at.family.outdated()).toEqual([]);
    expect(await at.family.roll()).toEqual([]);
  });

  test('is told with what has changed, without secrets', async () => {
    await using at = await setup();
    await at.up('a');
    Object.assign(at.now, { secret: 'hunter3', memory: '128m' });
    const [outdated] = await at.family.outdated();
    expect(outdated).toMatchObject({
      key: 'a',
      state: 'running',
      holds: 0,
      inPlace: false,
      problem: undefined,
    });
    expect(
      outdated?.changes.map(({ path, from, to, hidden }) => (hidden ? path : `${path} ${from}>${to}`)),
    ).toEqual(['env.TOKEN', 'limits.memory 64m>128m']);
    expect(JSON.stringify(outdated)).not.toContain('hunter');
  });

  test('cannot be told of a key whose data is gone; the others are compared', async () => {
    await using bench = await FamilyBench.setUp();
    const ctx = await bench.connect();
    const known = new Map([
      ['a', 'free'],
      ['b', 'free'],
    ]);
    const family = ctx.family<string, string>(
      'tenant',
      (_key, plan) => ctx.container('box:1').env({ PLAN: plan }),
      {
        idle: 'never',
        load: (key) => known.get(key),
      },
    );
    for (const key of ['a', 'b']) (await family.use(key)).release();
    known.delete('a');
    known.set('b', 'pro');
    expect(
      (await family.outdated()).map(({ key, changes, problem }) => [
        key,
        changes.map(({ path }) => path),
        problem,
      ]),
    ).toEqual([
      ['a', [], expect.objectContaining({ code: 'family.key-unknown' })],
      ['b', ['env.PLAN'], undefined],
    ]);
  });
});

describe('a roll', () => {
  test('replaces what runs, removes what sleeps, and leaves alone what is held', async () => {
    await using at = await setup();
    await at.up('runs', 'sleeps');
    await at.family.stop('sleeps');
    const held = await at.family.use('held');
    at.now.plan = 'pro';
    expect(await rolled(at.family)).toEqual(['held held', 'runs replaced', 'sleeps removed']);
    expect(await at.bench.containers(at.ctx)).toEqual(['"held" running', '"runs" running']);
    expect(held.signal.aborted).toBe(false);
    expect((await at.family.use('runs')).generation).toBe(2);
    expect((await at.family.use('sleeps')).generation).toBe(2);
    expect(await rolled(at.family)).toEqual(['held held']);
    expect(await rolled(at.family, { onlyIdle: false })).toEqual(['held replaced']);
    expect(held.signal.reason).toMatchObject({ code: 'family.ended' });
    expect(await at.family.outdated()).toEqual([]);
  });

  test('sets new limits while the container runs and is held, and in the books', async () => {
    await using at = await setup({ capacity: { memory: '100m' } });
    const box = await at.family.use('a');
    at.now.memory = '96m';
    expect(await rolled(at.family)).toEqual(['a updated']);
    expect(box.signal.aborted).toBe(false);
    expect((await box.inspect()).HostConfig.Memory).toBe(96 << 20);
    expect(at.family.health.inUse.memoryBytes).toBe(96 << 20);
    expect(await at.family.outdated()).toEqual([]);
  });

  test('sets no limit that the family has no room for', async () => {
    await using at = await setup({ capacity: { memory: '100m' } });
    const box = await at.family.use('a');
    at.now.memory = '128m';
    expect(await at.family.roll()).toMatchObject([
      { key: 'a', outcome: 'failed', error: { code: 'family.full' } },
    ]);
    expect((await box.inspect()).HostConfig.Memory).toBe(64 << 20);
  });

  test('ends with the first that fails: a bad image costs one member', async () => {
    await using at = await setup();
    await at.up('a', 'b', 'c');
    at.now.image = 'broken:1';
    const outcomes = await at.family.roll();
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'left', 'left']);
    expect(outcomes[0]?.error).toMatchObject({ lastLines: ['no configuration'] });
    expect(await at.bench.containers(at.ctx)).toEqual(['"b" running', '"c" running']);
  });

  test.each([{ max: 0 }, { max: Number.NaN }, { onlyIdle: 'yes' as never }])(
    'refuses %j',
    async (options) => {
      await using at = await setup();
      await expect(at.family.roll(options)).rejects.toMatchObject({ code: 'family.invalid' });
    },
  );
});

describe('keeping a container', () => {
  test('outlasts idle and keep, is never shortened, and is told', async () => {
    await using at = await setup({ idle: { after: '15m', then: 'stop' }, keep: '1d' });
    await at.up('a', 'b');
    const until = new Date(at.bench.clock.wall() + 3 * DAY);
    expect(await at.family.keepUntil('a', until)).toEqual(until);
    expect(await at.family.keepUntil('a', new Date(0))).toEqual(until);
    expect((await at.family.get('a'))?.keepUntil).toEqual(until);
    await at.bench.pass(15 * 60_000);
    await at.told('a stopping>stopped idle 1');
    await at.told('b stopping>stopped idle 1');
    await at.bench.pass(2 * DAY);
    await at.told('b removing>absent kept 1');
    expect(await at.family.get('a')).toMatchObject({ state: 'stopped' });
    await at.bench.pass(DAY);
    await at.told('a removing>absent kept 1');
  });

  test('lasts over a restart of the blueprint', async () => {
    await using bench = await FamilyBench.setUp();
    const options = { lifetime: 'persistent', idle: { after: '15m', then: 'stop' }, keep: '1h' } as const;
    const first = await bench.family(options);
    (await first.family.use('a')).release();
    const until = await first.family.keepUntil('a', new Date(bench.clock.wall() + DAY));
    const ctx = await bench.restart(first.ctx);
    const { family } = await bench.family(options, undefined, ctx);
    expect((await family.get('a'))?.keepUntil?.getTime()).toBeCloseTo(until.getTime(), -2);
  });

  test('needs a container and a date', async () => {
    await using at = await setup();
    await expect(at.family.keepUntil('nobody', new Date())).rejects.toMatchObject({
      code: 'family.key-unknown',
    });
    await at.up('a');
    await expect(at.family.keepUntil('a', '2026' as never)).rejects.toThrow(
      'until: got "2026", expected a Date',
    );
  });
});
