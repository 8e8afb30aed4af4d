import { describe, expect, test, vi } from 'vitest';
import { FamilyBench } from './family.fixture.ts';

vi.setConfig({ testTimeout: 20_000 });

describe('what happens behind the family’s back', () => {
  test('a container that is killed through the engine was killed from outside', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told } = await bench.family();
    const box = await family.use('acme');
    await ctx.docker.engine.killContainer(box.id);
    await told('acme running>stopped killed-outside 1');
    expect(box.signal.reason).toMatchObject({
      code: 'family.ended',
      reason: 'the container has ended: killed from outside with code 137',
    });
    expect(family.health.inUse.running).toBe(0);
  });

  test('a container that the kernel kills is out of memory, with its limit', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, events } = await bench.family({ crash: { restart: 'never' } }, (ctx) =>
      ctx.container('box:1').limits({ memory: '64m' }),
    );
    const box = await family.use('acme');
    bench.engine.kill(box.id, { oom: true });
    await vi.waitFor(() =>
      expect(events.at(-1)).toMatchObject({
        to: 'stopped',
        cause: 'oom',
        exitCode: 137,
        memoryBytes: 64 << 20,
      }),
    );
    expect(await family.get('acme')).toMatchObject({ state: 'stopped', cause: 'oom', memoryBytes: 64 << 20 });
  });

  test('a process that ends by itself has exited, and one that ends in peace is not started again', async () => {
    await using bench = await FamilyBench.setUp();
    bench.engine.image('short:1', async (process) => {
      await process.sleep(20);
      return 0;
    });
    const { family, events, told } = await bench.family({}, (ctx) => ctx.container('short:1'));
    await family.use('acme');
    await told('acme running>stopped exited 1');
    expect(events.at(-1)).toMatchObject({ cause: 'exited', exitCode: 0 });
    await bench.pass(120_000);
    expect(await family.get('acme')).toMatchObject({ state: 'stopped' });
  });

  test.each([
    ['exits', { exitCode: 3, oomKilled: false }],
    ['runs out of memory', { exitCode: 137, oomKilled: true }],
    ['is killed by somebody else', { exitCode: 137, oomKilled: false }],
    ['is stopped by its family', { exitCode: 0, oomKilled: false }],
  ])(
    'wait() gives the exit of a container that %s, to those who wait and to those who come later',
    async (how, exit) => {
      await using bench = await FamilyBench.setUp();
      const { ctx, family, told } = await bench.family({ crash: { firstDelay: '1s' } });
      const box = await family.use('acme');
      const waiting = box.wait();
      expect((await family.why('acme'))?.holds.map(({ kind }) => kind)).toEqual(['use', 'wait']);
      if (how === 'exits') bench.engine.exit(box.id, 3);
      else if (how === 'runs out of memory') bench.engine.kill(box.id, { oom: true });
      else if (how === 'is killed by somebody else') await ctx.docker.engine.killContainer(box.id);
      else await family.stop('acme');
      expect(await waiting).toMatchObject(exit);
      await told(/>stopped/);
      expect(await box.wait()).toMatchObject(exit);
    },
  );

  test('wait() tells the end of its own run, when the family has started the container again', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family({ crash: { firstDelay: '1s' } });
    const box = await family.use('acme');
    bench.engine.exit(box.id, 3);
    await told('acme running>stopped exited 1');
    await bench.pass(1_000);
    await told('acme starting>running restarted 1');
    expect(await box.wait()).toEqual({ exitCode: 3, oomKilled: false });
    const again = await family.use('acme');
    await expect(again.wait({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'timeout' });
    const given = again.wait({ signal: AbortSignal.abort(new Error('given up')) });
    await expect(given).rejects.toMatchObject({ code: 'aborted' });
    expect((await family.why('acme'))?.holds.map(({ kind }) => kind)).toEqual(['use', 'use']);
    again.release();
    await expect(again.wait()).rejects.toMatchObject({ reason: 'the hold has been released' });
  });

  test('wait() fails when the container is removed before its end was seen', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told } = await bench.family();
    const box = await family.use('acme');
    await ctx.docker.engine.removeContainer(box.id, { force: true });
    await told('acme running>absent killed-outside 1');
    await expect(box.wait()).rejects.toMatchObject({ code: 'container.removed' });
  });

  test('a container that is removed is gone, and the next one says that it replaces it', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told, events } = await bench.family();
    const box = await family.use('acme');
    await ctx.docker.engine.removeContainer(box.id, { force: true });
    await told('acme running>absent killed-outside 1');
    await expect(family.use('acme', { create: false })).rejects.toMatchObject({ code: 'family.key-unknown' });
    await family.use('acme');
    expect(events.at(-1)).toMatchObject({ cause: 'replaced', replaces: 'killed-outside', generation: 2 });
  });

  test('a container that is paused is seen as paused, and wakes', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told } = await bench.family();
    const box = await family.use('acme');
    await ctx.docker.engine.pauseContainer(box.id);
    await told('acme running>paused killed-outside 1');
    expect(box.signal.aborted).toBe(true);
    await family.use('acme');
    await told('acme paused>running woken 1');
  });

  test('a container that somebody starts counts again', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family, told } = await bench.family();
    const box = await family.use('acme');
    await family.stop('acme');
    await ctx.docker.engine.startContainer(box.id);
    await told('acme stopped>running adopted 1');
    expect(family.health.inUse.running).toBe(1);
    expect((await family.use('acme')).id).toBe(box.id);
  });

  test('an engine that restarts is told apart from a kill, and what is held comes back', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told } = await bench.family({ idle: { after: '15m', then: 'stop' } });
    const [held, idle] = [await family.use('held'), await family.use('idle')];
    idle.release();
    await bench.engine.restart();
    await told('held running>stopped engine-restarted 1');
    await told('idle running>stopped engine-restarted 1');
    expect(held.signal.reason).toMatchObject({ reason: 'the container has ended: the engine was restarted' });
    await bench.pass(1_000);
    await told('held starting>running restarted 1');
    expect(await family.get('idle')).toMatchObject({ state: 'stopped' });
  });
});

describe('a member that ends unasked', () => {
  test('is started again after a while, and fails when that comes too often', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told, changes } = await bench.family();
    const crash = async () => {
      const view = await family.get('acme');
      bench.engine.exit(view?.id ?? '', 1);
    };
    await family.use('acme');
    await crash();
    await told('acme running>stopped exited 1');
    await bench.pass(999);
    expect(await family.get('acme')).toMatchObject({ state: 'stopped' });
    await bench.pass(1);
    await told('acme starting>running restarted 1');
    changes.splice(0);
    await crash();
    await told('acme running>stopped exited 1');
    await bench.pass(2_000);
    await told('acme starting>running restarted 1');
    changes.splice(0);
    await crash();
    await told('acme running>failed exited 1');
    await expect(family.use('acme')).rejects.toMatchObject({
      code: 'family.failed',
      reason: 'it has ended too often; the last time: it ended with exit code 1',
      details: { retryAfterMs: 60_000 },
    });
    await bench.pass(60_000);
    expect((await family.use('acme')).generation).toBe(1);
  });

  test('that never starts leaves nothing, counts as failed after three times, and says its last words', async () => {
    await using bench = await FamilyBench.setUp();
    const { ctx, family } = await bench.family({}, (ctx_) =>
      ctx_.container('broken:1').readyTimeout('5s').ports(80),
    );
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(family.use('acme')).rejects.toMatchObject({ lastLines: ['no configuration'] });
      expect(await bench.containers(ctx)).toEqual([]);
    }
    await expect(family.use('acme')).rejects.toMatchObject({
      code: 'family.failed',
      message: expect.stringContaining('no configuration'),
    });
    expect(family.health.inUse).toEqual({ running: 0, starting: 0, memoryBytes: 0 });
    await family.reset('acme');
    await expect(family.use('acme')).rejects.toMatchObject({ code: expect.not.stringContaining('family') });
  });

  test('is forgotten with its crashes, once it has no container and they count no longer', async () => {
    await using bench = await FamilyBench.setUp();
    const { family } = await bench.family({ crash: { restart: 'never', most: 2 } }, (ctx, key) =>
      ctx.container(key === 'broken' ? 'broken:1' : 'box:1'),
    );
    const box = await family.use('acme');
    bench.engine.exit(box.id, 3);
    await box.wait();
    box.release();
    await family.remove('acme');
    for (const _ of [1, 2]) await expect(family.use('broken')).rejects.toThrow();
    expect(await family.get('broken')).toMatchObject({ state: 'failed' });
    expect(await family.get('acme')).toMatchObject({ state: 'absent' });
    await bench.pass(80_000);
    expect([await family.get('acme'), await family.get('broken')]).toEqual([undefined, undefined]);
    expect((await family.use('acme')).generation).toBe(2);
  });

  test('that does not become ready when it is woken is stopped again, and kept', async () => {
    await using bench = await FamilyBench.setUp();
    let fails = false;
    bench.engine.image('moody:1', async (process) => {
      if (fails) return 4;
      process.onSignal('SIGTERM', () => process.exit(0));
      await process.listen(80);
      await process.forever();
    });
    const { ctx, family } = await bench.family({}, (ctx_) => ctx_.container('moody:1').ports(80));
    (await family.use('acme')).release();
    await family.stop('acme');
    fails = true;
    await expect(family.use('acme')).rejects.toMatchObject({ details: { exitCode: 4 } });
    expect(await bench.containers(ctx)).toEqual(['"acme" exited']);
    expect(await family.get('acme')).toMatchObject({ state: 'stopped', cause: 'start-failed' });
    fails = false;
    expect((await family.use('acme')).generation).toBe(1);
  });

  test('with a restart policy of the engine’s is started by one of the two only', async () => {
    await using bench = await FamilyBench.setUp();
    const { family, told, changes } = await bench.family({}, (ctx) =>
      ctx.container('box:1').restartPolicy('unless-stopped'),
    );
    await family.use('acme');
    bench.engine.exit((await family.get('acme'))?.id ?? '', 1);
    await told(/>running restarted 1$/);
    await bench.pass(60_000);
    expect(changes.filter((line) => line.includes('restarted'))).toHaveLength(1);
    expect((await family.use('acme')).generation).toBe(1);
  });
});

test.each([
  ['a name', 'name: got "mine", expected none, because a family names its containers by their keys'],
  ['restart policy always', "restartPolicy: got \"always\", expected 'no', 'on-failure' or 'unless-stopped'"],
  [
    'always, said to the engine',
    "restartPolicy: got \"always\", expected 'no', 'on-failure' or 'unless-stopped'",
  ],
  ['auto-remove', 'autoRemove: got true, expected false, because a stopped member would lose its container'],
  [
    'dependencies',
    'dependsOn: got {"db":"ready"}, expected none, because members of a family start by themselves',
  ],
])('a definition with %s is refused, before anything is made', async (what, problem) => {
  await using bench = await FamilyBench.setUp();
  const { ctx, family } = await bench.family({}, (ctx_) => {
    const box = ctx_.container('box:1');
    switch (what) {
      case 'a name':
        return box.name('mine');
      case 'restart policy always':
        return box.restartPolicy('always');
      case 'always, said to the engine':
        return box.createOptions({ HostConfig: { RestartPolicy: { Name: 'always' } } });
      case 'auto-remove':
        return box.autoRemove();
      default:
        return box.dependsOn('db');
    }
  });
  await expect(family.use('acme')).rejects.toMatchObject({
    code: 'spec.invalid',
    message: expect.stringContaining(problem),
  });
  expect(await bench.containers(ctx)).toEqual([]);
});
