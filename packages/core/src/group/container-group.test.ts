import { FakeEngine } from '@docktopus/testing';
import { firstValueFrom } from 'rxjs';
import { filter } from 'rxjs/operators';
import { expect, test } from 'vitest';
import { Container, type ContainerBuilder, type ContainerSpec, ready } from '../container/index.ts';
import { connectDocker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { ContainerGroup } from './container-group.ts';
import type { GroupOwner } from './group-owner.ts';
import { printPlan } from './plan-step.ts';

const MEMBER = 'test.member';
const HASH = 'test.hash';

/** An owner that knows its containers by two labels. */
const owner: GroupOwner = {
  kind: 'test',
  labels: [MEMBER],
  memberOf: (labels) => labels[MEMBER],
  engineName: (member) => `t-${member}`,
  newBecause: () => undefined,
  slotOwner: (member) => (specHash) => ({
    labels: { [MEMBER]: member, [HASH]: specHash },
    adopts: ({ labels }) => {
      if (labels[MEMBER] !== member) return { adoption: 'foreign', why: 'it is not of this test' };
      return labels[HASH] === specHash
        ? { adoption: 'adopt', why: 'it has the same spec' }
        : { adoption: 'replace', why: 'its spec has changed' };
    },
  }),
};

async function setup() {
  const engine = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: engine });
  const spec = (
    script = 'sleep 600',
    more: (c: ContainerBuilder<Container>) => ContainerBuilder<Container> = (c) => c,
  ): ContainerSpec =>
    more(Container.builder(docker, 'busybox:1.36').cmd(['sh', '-c', script]).stopTimeout('1s')).spec;
  return {
    engine,
    docker,
    spec,
    group: () => new ContainerGroup(docker, owner),
    async names() {
      const all = await docker.engine.listContainers({ all: true });
      return all.map(({ Names }) => Names[0]?.slice(1)).sort();
    },
    async [Symbol.asyncDispose]() {
      await docker.close();
      await engine[Symbol.asyncDispose]();
    },
  };
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error)) throw new Error(`expected a DocktopusError, got ${String(error)}`);
  return error;
}

test('the plan of a group is executed by its start', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add(
    'web',
    bench.spec('echo up; sleep 600', (c) => c.dependsOn('db').readyWhen(ready.log('up'))),
  );
  group.add('db', bench.spec());
  const plan = await group.plan();
  expect(printPlan(plan)).toBe(
    [
      'create db as t-db: there is none yet',
      'start db: it is new',
      'create web as t-web: there is none yet; after start db',
      'start web: it is new',
      'wait for web ready: log("up")',
    ].join('\n'),
  );
  await group.start({ plan });
  expect(await bench.names()).toEqual(['t-db', 't-web']);
  expect((await group.containers.get('web').until(({ ready: is }) => is)).status).toBe('running');
});

test('a container that fits is adopted with one inspect and no create call', async () => {
  await using bench = await setup();
  const first = bench.group();
  const { id } =
    first.add('db', bench.spec()) && (await first.start().then(() => first.containers.get('db')));
  using creates = bench.engine.slow(0, 'createContainer');
  using inspects = bench.engine.slow(0, 'inspectContainer');
  const second = bench.group();
  const db = second.add('db', bench.spec());
  expect(printPlan(await second.plan())).toBe(
    'adopt db as t-db: it has the same spec, running\nstart db: unless it runs',
  );
  await second.start();
  expect(db.id).toBe(id);
  expect([creates.hits, inspects.hits]).toEqual([0, 1]);
});

test('a container whose spec has changed is replaced', async () => {
  await using bench = await setup();
  const first = bench.group();
  const old = first.add('db', bench.spec());
  await first.start();
  const second = bench.group();
  const db = second.add('db', bench.spec('sleep 601'));
  expect((await second.plan())[0]).toMatchObject({ op: 'replace', removes: [old.id] });
  await second.start();
  expect(db.id).not.toBe(old.id);
  expect(await bench.names()).toEqual(['t-db']);
});

test('a container that is removed between the plan and the start is created again', async () => {
  await using bench = await setup();
  const first = bench.group();
  const old = first.add('db', bench.spec());
  await first.start();
  const second = bench.group();
  const db = second.add('db', bench.spec());
  const plan = await second.plan();
  await old.remove({ force: true });
  await second.start({ plan });
  expect(await db.status()).toBe('running');
});

test('every member that may not be taken over is refused at once, before anything is created', async () => {
  await using bench = await setup();
  const first = bench.group();
  for (const name of ['a', 'b']) first.add(name, bench.spec());
  await first.start();
  const second = bench.group();
  for (const name of ['a', 'b', 'c'])
    second.add(
      name,
      bench.spec('sleep 600', (c) => c.onConflict('error')),
    );
  expect(await failureOf(second.start())).toMatchObject({
    code: 'name.in-use',
    operation: 'test.plan',
    subject: 'a, b',
    reason: "a: t-a exists, and onConflict is 'error'; b: t-b exists, and onConflict is 'error'",
  });
  expect(await bench.names()).toEqual(['t-a', 't-b']);
});

test('a member that does not become ready is removed, and its failure says why', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add(
    'db',
    bench.spec('echo no space >&2; exit 3', (c) => c.readyWhen(ready.log('never'))),
  );
  group.add(
    'slow',
    bench.spec('sleep 600', (c) => c.readyWhen(ready.log('never'))),
  );
  const error = await failureOf(group.start());
  expect(error).toMatchObject({
    code: 'container.start-failed',
    subject: 't-db',
    details: { exitCode: 3, container: 'removed' },
  });
});

test('a member that depends on a completion fails when that ends with another exit code', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add('migrate', bench.spec('exit 3'));
  group.add(
    'app',
    bench.spec('sleep 600', (c) => c.dependsOn({ migrate: 'completed' })),
  );
  expect(await failureOf(group.start())).toMatchObject({
    code: 'container.exited',
    subject: 'migrate',
    details: { exitCode: 3 },
  });
});

test('members stop in reverse order, and are removed if that is wanted', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add('db', bench.spec());
  group.add(
    'web',
    bench.spec('sleep 600', (c) => c.dependsOn('db')),
  );
  await group.start();
  await group.stop({ graceMs: 0 });
  const dies = bench.engine.events.filter(({ action }) => action === 'die');
  expect(dies.map(({ attributes }) => attributes.name)).toEqual(['t-web', 't-db']);
  expect(await bench.names()).toEqual(['t-db', 't-web']);
  await group.stop({ remove: true });
  expect(await bench.names()).toEqual([]);
});

test('a selection is started with what it depends on, and stopped alone', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add('db', bench.spec());
  group.add(
    'web',
    bench.spec('sleep 600', (c) => c.dependsOn('db')),
  );
  group.add('other', bench.spec());
  await group.start({ names: ['web'] });
  expect(await bench.names()).toEqual(['t-db', 't-web']);
  await group.stop({ names: ['web'], graceMs: 0, remove: true });
  expect(await bench.names()).toEqual(['t-db']);
  expect(await failureOf(group.start({ names: ['wbe'] }))).toMatchObject({
    code: 'container.not-found',
    hint: 'Did you mean "web"? Known are db, web, other',
  });
});

test('a container of somebody else is a member that the group neither starts nor stops', async () => {
  await using bench = await setup();
  const theirs = await Container.builder(bench.docker, 'busybox:1.36').cmd(['sleep', '600']).create();
  const group = bench.group();
  group.include('db', theirs);
  group.add(
    'web',
    bench.spec('sleep 600', (c) => c.dependsOn('db')),
  );
  await group.start();
  expect(await theirs.status()).toBe('created');
  await group.stop({ remove: true });
  expect(await theirs.status()).toBe('created');
});

test('a slot is a member while it has a container, and from the beginning when it has a name', async () => {
  await using bench = await setup();
  const group = bench.group();
  const named = group.slot(bench.spec('sleep 600', (c) => c.name('named')));
  const unnamed = group.slot(bench.spec());
  expect(group.containers.names).toEqual(['named']);
  await unnamed.create();
  expect(group.containers.names).toEqual(['named', expect.stringMatching(/^docktopus-[0-9a-f-]{36}$/)]);
  await unnamed.remove();
  await named.create();
  await named.remove();
  expect(group.containers.size).toBe(0);
  await named.create();
  expect(group.containers.names).toEqual(['named']);
});

test('stopping a group succeeds when a container that the engine removes at its end has left by then', async () => {
  await using bench = await setup();
  const group = bench.group();
  const made = [1, 2].map(() => group.slot(bench.spec('sleep 600', (c) => c.autoRemove())));
  await Promise.all(made.map((container) => container.start()));
  expect(group.containers.size).toBe(2);
  await group.stop({ graceMs: 0, remove: true });
  expect(group.containers.size).toBe(0);
  expect(await bench.names()).toEqual([]);
});

test('a slot whose name is that of an added member joins under another one', async () => {
  await using bench = await setup();
  const group = bench.group();
  const added = group.add('db', bench.spec());
  const made = group.slot(bench.spec('sleep 600', (c) => c.name('db')));
  expect([group.containers.get('db'), group.containers.get('db-2')]).toEqual([added, made]);
});

test('a start of a slot starts what it depends on, once', async () => {
  await using bench = await setup();
  const group = bench.group();
  group.add('cache', bench.spec());
  group.slot(bench.spec('exit 0', (c) => c.name('migrate').dependsOn('cache')));
  const web = group.slot(bench.spec('sleep 600', (c) => c.dependsOn({ migrate: 'completed' })));
  await web.start();
  await web.stop({ graceMs: 0 });
  await web.start();
  const starts = bench.engine.events.filter(({ action }) => action === 'start');
  const names = starts.map(({ attributes }) => attributes.name ?? '');
  expect(names.map((name) => (name.startsWith('docktopus-') ? 'web' : name))).toEqual([
    't-cache',
    'migrate',
    'web',
    'web',
  ]);
});

test.each(['create', 'start'] as const)(
  '%s of a slot refuses a dependency that does not exist',
  async (call) => {
    await using bench = await setup();
    const group = bench.group();
    group.add('cache', bench.spec());
    const web = group.slot(bench.spec('sleep 600', (c) => c.name('web').dependsOn('cahce')));
    const error = await failureOf(web[call]());
    expect(error.message).toBe(
      'test.plan: 1 problem\n  web.dependsOn: got "cahce", expected a container of this test (cache, web); did you mean \'cache\'?',
    );
    expect(await bench.names()).toEqual([]);
  },
);

test('a slot that others depend on is started with them', async () => {
  await using bench = await setup();
  const group = bench.group();
  const db = group.slot(bench.spec('sleep 600', (c) => c.name('db')));
  group.slot(bench.spec('sleep 600', (c) => c.name('alone')));
  group.add(
    'web',
    bench.spec('sleep 600', (c) => c.dependsOn('db')),
  );
  expect((await group.plan()).map(({ id }) => id)).toEqual([
    'create db',
    'start db',
    'create web',
    'start web',
  ]);
  await group.start();
  expect(await db.status()).toBe('running');
});

test('slots that depend on each other are refused', async () => {
  await using bench = await setup();
  const group = bench.group();
  const one = group.slot(bench.spec('sleep 600', (c) => c.name('one').dependsOn('two')));
  group.slot(bench.spec('sleep 600', (c) => c.name('two').dependsOn('one')));
  expect(await failureOf(one.start())).toMatchObject({ code: 'context.cycle', subject: 'two → one → two' });
});

test('states$ follows members that join and leave, and completes with the group and its client', async () => {
  await using bench = await setup();
  const group = bench.group();
  const seen: string[] = [];
  const completed = new Promise<void>((resolve) => {
    group.states$.subscribe({
      next: (states) => seen.push([...states].map(([name, { status }]) => `${name} ${status}`).join(', ')),
      complete: resolve,
    });
  });
  const db = group.add('db', bench.spec());
  const job = group.slot(bench.spec('sleep 600', (c) => c.name('job')));
  await group.start();
  await job.start();
  const states = await firstValueFrom(
    group.states$.pipe(filter((all) => all.get('job')?.status === 'running')),
  );
  expect(states.get('db')?.id).toBe(db.id);
  await job.remove({ force: true });
  group.delete('db');
  expect([seen[0], seen.at(-1)]).toEqual(['', '']);
  expect(seen).toContain('db running, job running');
  group.close();
  await completed;
});

test('members find each other by their names in a network that they share', async () => {
  await using bench = await setup();
  await bench.docker.networks.create('net');
  const group = bench.group();
  const db = group.add(
    'db',
    bench.spec('sleep 600', (c) => c.networks('net')),
  );
  await group.start();
  expect((await db.inspect()).NetworkSettings.Networks).toMatchObject({
    net: { Aliases: expect.arrayContaining(['db']) },
  });
});
