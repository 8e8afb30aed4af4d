import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { familyLabels } from '../labels/index.ts';
import { own } from './definition/own-volume.ts';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

const MINUTE = 60_000;
const persistent = { lifetime: 'persistent', idle: { after: '15m', then: 'stop' } } as const;

describe('after a restart of the blueprint', () => {
  test('members are found as they were, and used again', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    const boxes = await Promise.all(['up', 'asleep', 'frozen'].map((key) => first.family.use(key)));
    for (const box of boxes) box.release();
    await first.family.stop('asleep');
    await first.ctx.docker.engine.pauseContainer(boxes[2]?.id ?? '');
    const ctx = await bench.restart(first.ctx);
    const { family } = await bench.family(persistent, undefined, ctx);
    expect((await family.list()).map(({ key, state, cause, generation }) => `${key} ${state} ${cause} ${generation}`).sort()).toEqual([
      'asleep stopped adopted 1', 'frozen paused adopted 1', 'up running adopted 1',
    ]); // biome-ignore format: a row
    expect(family.health.inUse.running).toBe(1);
    for (const { key, id } of boxes) expect((await family.use(key)).id).toBe(id);
  });

  test('idle time goes on where it was: minute 14 of 15 is not minute 0', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    (await first.family.use('acme')).release();
    await bench.pass(13 * MINUTE);
    const ctx = await bench.restart(first.ctx, MINUTE);
    const { family, told } = await bench.family(persistent, undefined, ctx);
    expect((await family.why('acme'))?.next).toMatchObject({ act: 'stop', inMs: MINUTE });
    await bench.pass(MINUTE - 1);
    expect(await family.get('acme')).toMatchObject({ state: 'running' });
    await bench.pass(1);
    await told('acme stopping>stopped idle 1');
  });

  test('a wall clock that was set meanwhile ends nobody and keeps nobody awake', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    (await first.family.use('acme')).release();
    bench.clock.jump(-400 * 24 * 60 * MINUTE);
    const ctx = await bench.restart(first.ctx, 5 * MINUTE);
    bench.clock.jump(800 * 24 * 60 * MINUTE);
    const { family } = await bench.family(persistent, undefined, ctx);
    expect((await family.why('acme'))?.next).toMatchObject({ act: 'stop', inMs: 10 * MINUTE });
  });

  test('without the file of the family members get a grace, and lose nothing', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    (await first.family.use('acme')).release();
    await first.ctx.close();
    await writeFile(join(bench.dataDir, 'families', 'box.json'), '{"format":"docktopus-fam');
    bench.clock.jump(24 * 60 * MINUTE);
    bench.clock = bench.clock.successor();
    const { family } = await bench.family(persistent);
    expect((await family.why('acme'))?.next).toMatchObject({ act: 'stop', inMs: 5 * MINUTE });
    expect((await family.use('acme')).generation).toBe(1);
  });

  test('the current policy counts, and not the one that they were made under', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family({ ...persistent, idle: 'never' });
    (await first.family.use('acme')).release();
    const ctx = await bench.restart(first.ctx, 14 * MINUTE);
    const { family } = await bench.family(persistent, undefined, ctx);
    expect((await family.why('acme'))?.next).toMatchObject({ act: 'stop', inMs: MINUTE });
  });

  test('generations go on, also those of keys that have no container', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    await first.family.use('acme');
    await first.family.remove('acme');
    const ctx = await bench.restart(first.ctx);
    const { family, events } = await bench.family(persistent, undefined, ctx);
    expect((await family.use('acme')).generation).toBe(2);
    expect(events.at(-1)).toMatchObject({ cause: 'replaced', replaces: 'asked' });
  });

  test('crashes still count', async () => {
    await using bench = await FamilyBench.setUp();
    const broken = (ctx: Awaited<ReturnType<FamilyBench['connect']>>) => ctx.container('broken:1');
    const first = await bench.family(persistent, broken);
    await expect(first.family.use('acme')).rejects.toThrow();
    await expect(first.family.use('acme')).rejects.toThrow();
    const ctx = await bench.restart(first.ctx);
    const { family } = await bench.family(persistent, broken, ctx);
    await expect(family.use('acme')).rejects.toThrow('no configuration');
    await expect(family.use('acme')).rejects.toMatchObject({ code: 'family.failed' });
  });

  test('what was made and never started is removed, and so is what is half removed', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    const { engine } = first.ctx.docker;
    await first.family.use('acme');
    const { Config, Name } = await engine.inspectContainer((await first.family.get('acme'))?.id ?? '');
    await first.family.remove('acme');
    const Labels = { ...Config.Labels };
    await engine.createContainer({ Image: 'box:1', Labels }, { name: Name.slice(1) });
    const ctx = await bench.restart(first.ctx);
    const { family } = await bench.family(persistent, undefined, ctx);
    await family.ready();
    expect(await bench.containers(ctx)).toEqual([]);
  });

  test('containers that only look like members are left alone', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    await first.family.use('acme');
    const { engine } = first.ctx.docker;
    const { Config } = await engine.inspectContainer((await first.family.get('acme'))?.id ?? '');
    const labels = { ...Config.Labels };
    const strangers = [
      await engine.createContainer({ Image: 'box:1', Labels: labels }, { name: 'acme-backup' }),
      await engine.createContainer({
        Image: 'box:1',
        Labels: { ...labels, [familyLabels.key]: 'nobody wrote this' },
      }),
      await engine.createContainer({ Image: 'box:1', Labels: { ...labels, [familyLabels.family]: 'other' } }),
    ];
    const ctx = await bench.restart(first.ctx);
    const { family } = await bench.family(persistent, undefined, ctx);
    expect(await family.list()).toHaveLength(1);
    for (const { id } of strangers)
      expect((await ctx.docker.engine.inspectContainer(id)).State.Status).toBe('created');
  });

  test('nothing of a session is left, and a session’s family adopts nothing', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family();
    const box = await first.family.use('acme');
    await first.ctx.close();
    expect(box.signal.aborted).toBe(true);
    await expect(first.family.use('acme')).rejects.toMatchObject({ code: 'family.closed' });
    const { ctx, family } = await bench.family();
    expect([await family.list(), await bench.containers(ctx)]).toEqual([[], []]);
  });
});

describe('two that run at the same time', () => {
  test('share no member: what the other has is left alone, and named', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    const box = await first.family.use('acme');
    const second = await bench.family(persistent);
    expect(await second.family.get('acme')).toMatchObject({
      state: 'absent',
      ownedElsewhere: 'another context of this process has it',
    });
    for (const attempt of [
      () => second.family.use('acme'),
      () => second.family.stop('acme'),
      () => second.family.remove('acme'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'family.owned-elsewhere',
        reason: expect.stringContaining('another context of this process has it'),
      });
    }
    await second.ctx.close();
    expect(box.signal.aborted).toBe(false);
    expect((await first.ctx.docker.engine.inspectContainer(box.id)).State.Running).toBe(true);
  });

  test('make one container of a key between them, also of a key that both want at once', async () => {
    await using bench = await FamilyBench.setUp();
    const [first, second] = [await bench.family(), await bench.family()];
    await Promise.all([first.family.ready(), second.family.ready()]);
    const results = await Promise.allSettled([first.family.use('acme'), second.family.use('acme')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'family.owned-elsewhere' });
    expect(await bench.containers(first.ctx)).toEqual(['"acme" running']);
    const winner = results[0]?.status === 'fulfilled' ? first : second;
    const loser = winner === first ? second : first;
    await winner.family.remove('acme');
    expect((await loser.family.use('acme')).generation).toBe(1);
  });

  test('close without touching what the other has made since', async () => {
    await using bench = await FamilyBench.setUp();
    const [first, second] = [await bench.family(), await bench.family()];
    await first.family.use('acme');
    await first.family.remove('acme');
    await second.family.use('acme');
    await first.ctx.close();
    expect(await bench.containers(second.ctx)).toEqual(['"acme" running']);
  });

  test('hand a member over when the first has ended', async () => {
    await using bench = await FamilyBench.setUp();
    const first = await bench.family(persistent);
    const box = await first.family.use('acme');
    const second = await bench.family(persistent);
    await expect(second.family.use('acme')).rejects.toMatchObject({ code: 'family.owned-elsewhere' });
    await first.ctx.close();
    expect((await second.family.use('acme')).id).toBe(box.id);
  });
});

describe('volumes of a key', () => {
  const withData = (ctx: Awaited<ReturnType<FamilyBench['connect']>>) =>
    ctx.container('box:1').volumes(own('data', '/data'), own('cache', '/cache'));

  test('outlive its containers, and go with the key', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({}, withData);
    await family.use('acme');
    await family.use('other');
    const names = async () =>
      (await ctx.docker.volumes.list())
        .map(({ Labels }) => `${Labels?.[familyLabels.key]} ${Labels?.[familyLabels.volume]}`)
        .sort();
    expect(await names()).toEqual(['"acme" cache', '"acme" data', '"other" cache', '"other" data']);
    await family.remove('acme');
    expect(await names()).toHaveLength(4);
    expect(await family.orphans()).toMatchObject([
      { key: 'acme', volume: 'cache' },
      { key: 'acme', volume: 'data' },
    ]);
    await family.use('acme');
    expect(await family.orphans()).toEqual([]);
    await family.remove('acme', { volumes: true });
    expect(await names()).toEqual(['"other" cache', '"other" data']);
  });

  test('go with a key that has no container any more', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({}, withData);
    await family.use('acme');
    await family.remove('acme');
    await family.remove('acme', { volumes: true });
    expect(await ctx.docker.volumes.list()).toEqual([]);
  });
});

test('a volume of a key is refused outside of a family', async () => {
  await using bench = await FamilyBench.setUp();
  const ctx = await bench.connect();
  await expect(ctx.container('box:1').volumes(own('data', '/data')).create()).rejects.toThrow(
    'volumes[0]: got own("data", …), expected a volume by its name, because own() needs the key of a family',
  );
  expect(() => own('a/b', '/data')).toThrow('name: got "a/b", expected up to 40 letters');
});

test('the file of a family holds nothing that it must not', async () => {
  await using bench = await FamilyBench.setUp();
  const { ctx, family } = await bench.family(persistent, (ctx_) =>
    ctx_.container('box:1').env({ TOKEN: 'hunter2' }),
  );
  await family.use('acme');
  await ctx.close();
  const text = await readFile(join(bench.dataDir, 'families', 'box.json'), 'utf8');
  expect(JSON.parse(text).members).toMatchObject({
    [Object.keys(JSON.parse(text).members)[0] ?? '']: { key: '"acme"', generation: 1 },
  });
  expect(text).not.toContain('hunter2');
});
