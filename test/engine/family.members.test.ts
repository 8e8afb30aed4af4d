import { own, ready } from '@docktopus/core';
import type { FamilyChange } from '@docktopus/core/spec';
import { describe, expect, test, vi } from 'vitest';
import { busyboxImage } from '../support/engine.ts';
import { FamilyContext } from '../support/family/family-context.ts';

const patience = { timeout: 20_000, interval: 10 };

/** The actions of the engine on the containers of a test, but for those that need nobody. */
async function heard(bench: FamilyContext) {
  const actions: string[] = [];
  const subscription = await bench.things.docker.engine.watchEvents(
    ({ action }) => void actions.push(action),
    {
      filters: {
        type: ['container'],
        label: [bench.things.label],
        event: ['create', 'start', 'die', 'destroy', 'pause', 'unpause'],
      },
    },
  );
  return { actions, close: () => subscription.close() };
}

test('a hundred callers of one key, of whom half give up, cost one create and one start', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family();
  await family.ready();
  const events = await heard(bench);
  const impatient = new AbortController();
  const staying = Array.from({ length: 50 }, () => family.use('acme'));
  const leaving = Array.from({ length: 50 }, () => family.use('acme', { signal: impatient.signal }));
  setTimeout(() => impatient.abort(), 20);
  const left = await Promise.allSettled(leaving);
  const boxes = await Promise.all(staying);
  expect(left.filter(({ status }) => status === 'rejected')).toHaveLength(50);
  expect(new Set(boxes.map(({ id }) => id)).size).toBe(1);
  expect((await boxes[0]?.exec(['echo', 'hello']))?.stdout).toBe('hello\n');
  await vi.waitFor(() => expect(events.actions).toEqual(['create', 'start']), patience);
  events.close();
});

test('to look at members makes, wakes and changes nothing', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family();
  (await family.use('acme')).release();
  await family.stop('acme');
  const events = await heard(bench);
  for (let round = 0; round < 10; round += 1) {
    await family.get('acme');
    await family.get('nobody');
    await family.list();
    await family.why('acme');
  }
  expect(await bench.containers()).toEqual(['"acme" exited']);
  expect(events.actions).toEqual([]);
  events.close();
});

test('a member sleeps when nothing holds it, and wakes for the next use, from stop and from pause', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({ idle: { then: [{ pause: 300 }, { stop: 1_500 }] } });
  const changes: string[] = [];
  family.changes$.subscribe(({ from, to, cause }) => changes.push(`${from}>${to} ${cause}`));
  const first = await family.use('acme');
  await first.exec(['sh', '-c', 'echo kept > /tmp/note; sleep 1']);
  expect(changes).toEqual(['absent>starting created', 'starting>running created']);
  first.release();
  await vi.waitFor(() => expect(changes.at(-1)).toBe('pausing>paused idle'), patience);
  const begun = performance.now();
  const second = await family.use('acme');
  const wokenMs = performance.now() - begun;
  expect([second.id, changes.at(-1)]).toEqual([first.id, 'paused>running woken']);
  second.release();
  await vi.waitFor(() => expect(changes.at(-1)).toBe('stopping>stopped idle'), patience);
  const third = await family.use('acme');
  expect((await third.readFile('/tmp/note')).toString()).toBe('kept\n');
  expect([third.id, third.generation]).toEqual([first.id, 1]);
  console.info(`woken from pause in ${wokenMs.toFixed(1)} ms`);
});

test('a use that lands in a stop waits for its end, and gets a member that runs', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({ idle: { after: 200, then: 'stop' } }, () =>
    bench.box(['sh', '-c', 'trap "sleep 1; exit 0" TERM; while :; do sleep 60 & wait $!; done']),
  );
  const stopping = new Promise<void>((resolve) => {
    family.changes$.subscribe(({ to }) => to === 'stopping' && resolve());
  });
  (await family.use('acme')).release();
  await stopping;
  const box = await family.use('acme');
  expect((await box.exec(['echo', 'up'])).stdout).toBe('up\n');
  expect(await bench.containers()).toEqual(['"acme" running']);
});

describe('ends that nobody asked for', () => {
  test.each<[string, (bench: FamilyContext, id: string) => Promise<unknown>, Partial<FamilyChange>]>([
    [
      'docker kill',
      ({ things }, id) => things.docker.engine.killContainer(id),
      { cause: 'killed-outside', to: 'stopped', exitCode: 137 },
    ],
    [
      'docker stop',
      ({ things }, id) => things.docker.engine.stopContainer(id),
      { cause: 'killed-outside', to: 'stopped', exitCode: 0 },
    ],
    [
      'docker rm -f',
      ({ things }, id) => things.docker.engine.removeContainer(id, { force: true }),
      { cause: 'killed-outside', to: 'absent' },
    ],
    [
      'docker pause',
      ({ things }, id) => things.docker.engine.pauseContainer(id),
      { cause: 'killed-outside', to: 'paused' },
    ],
    [
      'the process itself',
      (bench, id) => execIn(bench, id, ['sh', '-c', 'kill -USR1 1']),
      { cause: 'exited', to: 'stopped', exitCode: 7 },
    ],
    [
      'the kernel',
      (bench, id) => execIn(bench, id, ['sh', '-c', 'kill -USR2 1']),
      { cause: 'oom', to: 'stopped', memoryBytes: 32 << 20 },
    ],
  ])('%s is told apart, and its holders are told', async (_, end, expected) => {
    await using bench = await FamilyContext.connect();
    const script = [
      'trap "exit 0" TERM; trap "exit 7" USR1; trap "exec tail /dev/zero" USR2',
      'while :; do sleep 60 & wait $!; done',
    ].join('\n');
    const family = bench.family({ crash: { restart: 'never' } }, () =>
      bench.box(['sh', '-c', script]).limits({ memory: '32m', memorySwap: '32m' }),
    );
    const changes: FamilyChange<string>[] = [];
    family.changes$.subscribe((change) => changes.push(change));
    const box = await family.use('acme');
    const begun = performance.now();
    await end(bench, box.id);
    await vi.waitFor(() => expect(changes.at(-1)).toMatchObject({ from: 'running', ...expected }), patience);
    console.info(`seen ${(performance.now() - begun).toFixed(0)} ms after`);
    expect(box.signal.reason).toMatchObject({ code: 'family.ended' });
    expect(family.health.inUse.running).toBe(0);
    expect((await family.use('acme')).signal.aborted).toBe(false);
  });
});

async function execIn({ things }: FamilyContext, id: string, Cmd: readonly string[]) {
  const { engine } = things.docker;
  const exec = await engine.createExec(id, { Cmd });
  using _stream = await engine
    .startExec(exec.id)
    .then((stream) => ({ [Symbol.dispose]: () => stream.close() }));
}

test('what is in a volume of a key outlives its containers; what is not is gone, and said to be', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({}, () => bench.box().volumes(own('data', '/data')));
  const first = await family.use('acme');
  await first.exec(['sh', '-c', 'echo kept > /data/note; echo lost > /note']);
  await family.remove('acme');
  const second = await family.use('acme');
  expect(second.generation).toBe(2);
  expect((await second.readFile('/data/note')).toString()).toBe('kept\n');
  await expect(second.readFile('/note')).rejects.toMatchObject({ code: 'path.not-found' });
  await family.remove('acme', { volumes: true });
  const label = [`dev.docktopus.blueprint=${bench.name}`];
  expect(await bench.things.docker.volumes.list({ filters: { label } })).toEqual([]);
});

test('a start that fails leaves nothing, gives its place back, and says its last words', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({ capacity: { running: 3, whenFull: 'wait' }, crash: { most: 100 } }, () =>
    bench
      .box(['sh', '-c', 'echo no configuration >&2; exit 3'])
      .volumes('/scratch')
      .readyWhen(ready.log('listening')),
  );
  const before = await bench.things.docker.volumes.list();
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
  const results = await Promise.allSettled(keys.map((key) => family.use(key)));
  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: { lastLines: ['no configuration'] } });
  }
  expect(family.health.inUse).toEqual({ running: 0, starting: 0, memoryBytes: 0 });
  expect(await bench.containers()).toEqual([]);
  expect((await bench.things.docker.volumes.list()).length).toBeLessThanOrEqual(before.length);
});

test('an image that does not exist is the error of every caller, and leaves nothing', async () => {
  await using bench = await FamilyContext.connect();
  const family = bench.family({}, () => bench.ctx.container(`${busyboxImage()}-missing`).pull('never'));
  const results = await Promise.allSettled([family.use('acme'), family.use('acme')]);
  for (const result of results) expect(result).toMatchObject({ reason: { code: 'image.not-found' } });
  expect(family.health.inUse.running).toBe(0);
});
