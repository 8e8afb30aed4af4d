import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const MINUTE = 60_000;
const stopAfter15 = { idle: { after: '15m', then: 'stop' } } as const;

describe('hooks', () => {
  test('are called at the turns of a life, with a member that can be worked with', async () => {
    await using bench = await FamilyBench.setUp();
    const calls: string[] = [];
    const { family, told } = await bench.family({
      ...stopAfter15,
      async afterWake(box, { cause }) {
        const { stdout } = await box.exec(['echo', 'hello']);
        calls.push(`afterWake ${box.key} ${cause} ${stdout.trim()}`);
      },
      beforeSleep: (box, { cause }) => void calls.push(`beforeSleep ${box.key} ${cause}`),
      beforeRemove: (box, { cause }) => void calls.push(`beforeRemove ${box.key} ${cause}`),
    });
    (await family.use('acme')).release();
    await bench.pass(15 * MINUTE);
    await told('acme stopping>stopped idle 1');
    (await family.use('acme')).release();
    await family.remove('acme');
    expect(calls).toEqual([
      'afterWake acme created hello',
      'beforeSleep acme idle',
      'afterWake acme woken hello',
      'beforeRemove acme asked',
    ]);
  });

  test('that fail or take too long stop no sleep, and are told as problems', async () => {
    await using bench = await FamilyBench.setUp();
    const problems: unknown[] = [];
    const { family } = await bench.family({
      hookTimeout: 50,
      beforeSleep: (box) =>
        box.key === 'slow' ? new Promise<void>(() => undefined) : Promise.reject(new Error('no')),
    });
    family.problems$.subscribe(({ operation, key, error }) =>
      problems.push([operation, key, (error as Error).message]),
    );
    await Promise.all([family.use('slow'), family.use('bad')]);
    await Promise.all([family.stop('slow'), family.stop('bad')]);
    expect(await family.list({ state: 'stopped' })).toHaveLength(2);
    expect(problems.sort()).toEqual([
      ['beforeSleep', 'bad', 'no'],
      ['beforeSleep', 'slow', expect.stringContaining('no answer within 50 ms')],
    ]);
  });

  test('keep a member awake by a hold, when nobody has asked for its end', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({
      ...stopAfter15,
      beforeSleep(box) {
        const hold = box.hold('one more minute');
        bench.clock.after(MINUTE, () => hold.release());
      },
    });
    (await family.use('acme')).release();
    await bench.pass(15 * MINUTE);
    await vi.waitFor(async () =>
      expect((await family.why('acme'))?.holds).toMatchObject([{ what: 'one more minute' }]),
    );
    expect(await family.get('acme')).toMatchObject({ state: 'running' });
    await bench.pass(MINUTE);
    expect((await family.why('acme'))?.next).toMatchObject({ act: 'stop', inMs: 15 * MINUTE });
    await family.stop('acme');
    expect(await family.get('acme')).toMatchObject({ state: 'stopped', cause: 'asked' });
  });

  test('that fail after a wake are a failed start, which leaves nothing', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({ afterWake: () => Promise.reject(new Error('no licence')) });
    await expect(family.use('acme')).rejects.toThrow('no licence');
    expect(await bench.containers(ctx)).toEqual([]);
  });
});

describe('data', () => {
  test('comes with use, is checked, and is found by load where only the key is known', async () => {
    await using bench = await FamilyBench.setUp();
    const ctx = await bench.connect();
    const plans = new Map([['acme', { plan: 'pro' }]]);
    const family = ctx.family<string, { plan: string }>(
      'box',
      (_key, { plan }) => ctx.container('box:1').env({ PLAN: plan }),
      { idle: 'never', load: (key) => plans.get(key) },
    );
    const envOf = async (key: string) => (await (await family.use(key)).inspect()).Config.Env;
    expect(await envOf('acme')).toContain('PLAN=pro');
    await expect(family.use('nobody')).rejects.toMatchObject({ code: 'family.key-unknown' });
    const box = await family.use('umbrella', { plan: 'free' });
    expect((await box.inspect()).Config.Env).toContain('PLAN=free');
  });

  test('is missed in words where a family has no load, but for what its label says', async () => {
    await using bench = await FamilyBench.setUp();
    const ctx = await bench.connect();
    const define = (_key: string, { plan }: { plan: string }) => ctx.container('box:1').env({ PLAN: plan });
    const plain = ctx.family('plain', define, { idle: 'never' });
    await expect(plain.use('acme')).rejects.toMatchObject({
      code: 'family.no-data',
      hint: 'Pass the data to use(), or give the family the option load: (key, ctx) => …',
    });
    const labelled = ctx.family('labelled', define, { idle: 'never', dataInLabel: true });
    await labelled.use('acme', { plan: 'pro' });
    expect(await labelled.get('acme')).toMatchObject({
      labels: { 'dev.docktopus.family-data': '{"plan":"pro"}' },
    });
    await expect(labelled.use('big', { plan: 'x'.repeat(5_000) })).rejects.toMatchObject({
      code: 'family.invalid',
    });
  });
});
