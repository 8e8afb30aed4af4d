import { FakeEngine } from '@docktopus/testing';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { expect, test } from 'vitest';
import type { Container } from '../container/index.ts';
import { DockerContext } from '../context/docker-context.ts';
import { container } from '../decorators/container-decorator.ts';
import { type GroupEvent, printGroupEvent, printPlan } from './index.ts';

async function setup(engine = new FakeEngine({ ports: 'none' })) {
  const connect = (version: (c: ReturnType<DockerContext['container']>) => typeof c) => {
    class Store extends DockerContext {
      @container((c) =>
        version(
          c.image('busybox:1.36').cmd(['sh', '-c', 'echo hello; sleep 600']).stopSignal('SIGKILL'),
        ).lifetime('persistent'),
      )
      readonly db!: Container;
    }
    return Store.connect({
      transport: engine,
      config: { name: 'bp', strict: 'off', shutdownGraceMs: 0 },
      configSources: { args: false, env: false, envFile: false, file: false },
    });
  };
  return { engine, connect, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

/** All events of a context from now on, and a way to wait for the next of a kind. */
function watch(ctx: DockerContext) {
  const events: GroupEvent[] = [];
  ctx.events$.subscribe((event) => events.push(event));
  return {
    events,
    next: (kind: GroupEvent['kind']) =>
      firstValueFrom(ctx.events$.pipe(filter((event) => event.kind === kind))),
  };
}

test('the plan tells what has changed in the spec of a container that is replaced', async () => {
  await using bench = await setup();
  await (await bench.connect((c) => c.limits({ memory: '256m' }))).close();
  await using ctx = await bench.connect((c) => c.limits({ memory: '512m' }).env({ PLAN: 'pro' }));
  const [replace] = ctx.plan;
  expect(replace).toMatchObject({
    op: 'replace',
    changes: [
      { path: 'env.PLAN', from: undefined, hidden: true },
      { path: 'limits.memory', from: '256m', to: '512m', hidden: false },
    ],
  });
  expect(printPlan(ctx.plan).replace(/[0-9a-f]{12}/, '…')).toBe(
    [
      'replace db as bp-db, removing …: its spec has changed: env.PLAN added, limits.memory 256m → 512m',
      'start db: it is new',
    ].join('\n'),
  );
});

test('a replacement is an event with the changes of the spec', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c);
  const { events } = watch(ctx);
  const box = () => ctx.container('busybox:1.36').cmd(['sleep', '600']).name('box');
  const former = await box().limits({ memory: '64m' }).create();
  await box().limits({ memory: '128m' }).create();
  expect(events).toEqual([expect.objectContaining({ kind: 'replaced', name: 'box', id: former.id })]);
  expect(events.map(printGroupEvent)).toEqual(['box is replaced: limits.memory 64m → 128m']);
});

test('a death is an event with the exit code and the last lines', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c);
  const watching = watch(ctx);
  const ended = watching.next('ended');
  await ctx.db.until('running');
  await expect.poll(async () => [...(await lines(ctx.db))]).toEqual(['hello']);
  bench.engine.kill(ctx.db.id ?? '');
  const event = await ended;
  expect(event).toMatchObject({
    name: 'db',
    id: ctx.db.id,
    failure: { exitCode: 137, lastLines: [{ line: 'hello' }] },
    restarts: false,
  });
  expect(printGroupEvent(event)).toBe('db: it ended with exit code 137');
  await ctx.db.remove();
});

async function lines(box: Container): Promise<string[]> {
  const all: string[] = [];
  for await (const { line } of box.logs()) all.push(line);
  return all;
}

test('each restart by the restart policy is an event', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c.restartPolicy('always'));
  const watching = watch(ctx);
  for (let round = 1; round <= 2; round += 1) {
    const ended = watching.next('ended');
    await ctx.db.until('running');
    bench.engine.kill(ctx.db.id ?? '');
    expect(printGroupEvent(await ended)).toBe(
      'db: it ended with exit code 137; its restart policy starts it again',
    );
  }
  await ctx.db.remove({ force: true });
});

test('ends and removals that this process asks for are not told', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c);
  const watching = watch(ctx);
  await ctx.db.until('running');
  await ctx.db.restart({ graceMs: 0 });
  await ctx.db.stop({ graceMs: 0 });
  await ctx.db.start();
  await ctx.db.kill();
  await ctx.db.until('exited');
  await ctx.db.start();
  await ctx.db.remove({ force: true });
  await ctx.db.until(({ status }) => status === undefined);
  expect(watching.events).toEqual([]);
});

test('the end of a container that a caller waits for is not told, unless the caller has given up', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c);
  const watching = watch(ctx);
  const box = ctx.container('busybox:1.36').name('box').cmd(['sleep', '600']).slot();
  await box.create();
  const starting = box.start({ until: 'exited' });
  await box.until('running');
  bench.engine.kill(box.id ?? '');
  expect(await starting).toMatchObject({ exitCode: 137 });
  await box.until('exited');
  expect(watching.events).toEqual([]);

  const ended = watching.next('ended');
  const giveUp = new AbortController();
  const given = box.start({ until: 'exited', signal: giveUp.signal });
  await box.until('running');
  giveUp.abort();
  await expect(given).rejects.toMatchObject({ code: 'aborted' });
  bench.engine.kill(box.id ?? '');
  expect(printGroupEvent(await ended)).toBe('box: it ended with exit code 137');
});

test('a removal by another client is an event', async () => {
  await using bench = await setup();
  await using ctx = await bench.connect((c) => c);
  const removed = watch(ctx).next('removed');
  await ctx.db.until('running');
  await ctx.docker.engine.removeContainer(ctx.db.id ?? '', { force: true });
  expect(printGroupEvent(await removed)).toBe('db was removed by somebody else');
});
