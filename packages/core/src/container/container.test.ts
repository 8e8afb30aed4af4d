import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker, type Docker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { Secret } from '../secrets/index.ts';
import type { ContainerSnapshot } from '../status/index.ts';
import { Container } from './container.ts';
import { ready } from './ready/ready.ts';

const IMAGE = 'busybox:1.36';

/** An engine in memory, and a client of it. */
async function setup() {
  const fake = new FakeEngine({ ports: 'none' });
  const docker = await connectDocker({ transport: fake });
  return {
    fake,
    docker,
    box: (script = 'sleep 600') => Container.builder(docker, IMAGE).cmd(['sh', '-c', script]),
    async [Symbol.asyncDispose]() {
      await docker.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

async function names(docker: Docker): Promise<readonly string[]> {
  return (await docker.engine.listContainers()).map(({ Names }) => Names[0]?.slice(1) ?? '');
}

const shortId = (box: Container) => box.id?.slice(0, 12);
const removeBy = (box: Container) =>
  `remove it with container.remove({ force: true }) or docker rm --force ${shortId(box)}`;

async function errorOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isDocktopusError(error)) throw new Error(`expected a DocktopusError, got ${String(error)}`);
  return error;
}

test('without a client, a builder describes and cannot create', async () => {
  const builder = Container.builder(undefined, IMAGE).cmd(['true']);
  expect(builder.toCreateOptions()).toMatchObject({ Image: IMAGE, Cmd: ['true'] });
  await expect(builder.create()).rejects.toMatchObject({ code: 'engine.unreachable' });
});

test('a container without a name gets a generated one, and a new one at each creation', async () => {
  await using bench = await setup();
  const box = await bench.box().create();
  const [first] = await names(bench.docker);
  expect(first).toMatch(/^docktopus-[0-9a-f-]{36}$/);
  await box.remove();
  await box.create();
  const [second] = await names(bench.docker);
  expect(second).not.toBe(first);
});

test('labels of the owner win over those of the spec', async () => {
  await using bench = await setup();
  const { spec } = bench.box().labels({ a: 'spec', b: 'spec' });
  const box = Container.slot(bench.docker, spec, () => ({
    labels: { b: 'owner' },
    adopts: () => ({ adoption: 'foreign', why: '' }),
  }));
  await box.create();
  expect((await box.inspect()).Config.Labels).toMatchObject({ a: 'spec', b: 'owner' });
});

test('a missing image is pulled, unless the spec forbids it', async () => {
  await using bench = await setup();
  const { docker } = bench;
  const builder = Container.builder(docker, 'registry.example/app:1').cmd(['true']);
  const never = await errorOf(builder.pull('never').create());
  expect(never).toMatchObject({
    code: 'image.not-found',
    reason: expect.stringContaining("policy is 'never'"),
  });
  expect(never.message).not.toContain('docker login');
  await builder.create();
  expect(await docker.images.exists('registry.example/app:1')).toBe(true);
});

test('a failed pull fails create() with its operation', async () => {
  await using bench = await setup();
  bench.fake.pullFails('manifest unknown');
  const error = await errorOf(Container.builder(bench.docker, 'registry.example/none:1').create());
  expect(error).toMatchObject({ operation: 'images.pull' });
});

test('creating waits for the removal of the container that has the name', async () => {
  await using bench = await setup();
  const builder = bench.box().name('same');
  const first = await builder.create();
  await first.start();
  const removing = first.remove({ force: true });
  const second = builder.onConflict('replace').slot();
  await Promise.all([removing, second.create()]);
  expect(await names(bench.docker)).toEqual(['same']);
});

test('a container that is replaced is stopped first, with its own stop timeout', async () => {
  await using bench = await setup();
  bench.fake.container('same', (process) => {
    process.onSignal('SIGTERM', () => process.exit(0));
    return process.forever();
  });
  const builder = bench.box().name('same');
  const first = await builder.create();
  const { id } = first;
  await first.start();
  await builder.onConflict('replace').create({ timeoutMs: 20_000 });
  const ends = bench.fake.events.filter((event) => event.id === id).map(({ action }) => action);
  expect(ends.slice(-4)).toEqual(['kill', 'die', 'stop', 'destroy']);
});

test('replacing a container that ignores SIGTERM leaves time to create the new one', async () => {
  await using bench = await setup();
  const builder = bench.box().name('same');
  await (await builder.create()).start();
  // 10 seconds are what the engine gives by itself.
  const next = await builder.onConflict('replace').create({ timeoutMs: 4_500 });
  expect(await next.status()).toBe('created');
});

test('stop and remove wait for a start that was called before them', async () => {
  await using bench = await setup();
  const box = bench.box().slot();
  const order: string[] = [];
  await Promise.all([
    box.start().then(() => order.push('start')),
    box.stop({ graceMs: 0 }).then((outcome) => order.push(`stop ${outcome}`)),
    box.remove().then((outcome) => order.push(`remove ${outcome}`)),
  ]);
  expect(order).toEqual(['start', 'stop stopped', 'remove removed']);
});

test('a second start succeeds while the first one fails', async () => {
  await using bench = await setup();
  const box = bench.box().slot();
  using _fault = bench.fake.fail('startContainer', 500, 'no luck', { times: 1 });
  const [first, second] = await Promise.allSettled([box.start(), box.start()]);
  expect(first.status).toBe('rejected');
  expect(second.status).toBe('fulfilled');
  expect(await box.status()).toBe('running');
});

test('a failed start reports exit code, output and what became of the container', async () => {
  await using bench = await setup();
  const box = bench.box('echo one; echo two >&2; exit 3').readyWhen(ready.log('never')).slot();
  const error = await errorOf(box.start());
  expect(error).toMatchObject({
    code: 'container.start-failed',
    operation: 'container.start',
    subject: IMAGE,
    details: { exitCode: 3, oomKilled: false, container: 'removed' },
  });
  const { lastLines } = error.details.failure ?? expect.fail('there are no findings');
  expect(lastLines).toContainEqual({ stream: 'stderr', line: 'two' });
  expect(error.message).toBe(
    `container.start ${IMAGE}: it ended with exit code 3. The last lines of its output:\n  one\n  two`,
  );
  expect(await names(bench.docker)).toEqual([]);
});

test('a failed start shows no secret that the container has written', async () => {
  await using bench = await setup();
  const password = new Secret('hunter2-hunter2');
  const box = bench
    .box('echo "$PASSWORD"; cat /key; exit 3')
    .env({ PASSWORD: password })
    .files({ target: '/key', content: 'BEGIN KEY\nc2VjcmV0\n', secret: true })
    .readyWhen(ready.log('never'))
    .slot();
  const error = await errorOf(box.start());
  expect(error.details.failure?.lastLines.map(({ line }) => line)).toEqual([
    '[secret]',
    '[secret]',
    '[secret]',
  ]);
  expect(error.message).not.toMatch(/hunter2|c2VjcmV0/);
});

test('a container that a failed start cannot remove stays in the slot', async () => {
  await using bench = await setup();
  const box = bench.box('exit 3').readyWhen(ready.log('never')).slot();
  {
    using _fault = bench.fake.fail('removeContainer', 500, 'device or resource busy');
    const error = await errorOf(box.start());
    expect(error.details).toMatchObject({ container: 'left', cleanUpProblem: { code: 'engine.failed' } });
    expect(error.hint).toBe(
      `Container ${shortId(box)} could not be removed (device or resource busy): ${removeBy(box)}`,
    );
  }
  expect(box.id).toBeDefined();
  expect(await box.remove()).toBe('removed');
});

test('a failed start says when the engine has not confirmed that the container was removed', async () => {
  await using bench = await setup();
  const box = bench.box().readyWhen(ready.log('never')).slot();
  using _fault = bench.fake.hang('removeContainer');
  const error = await errorOf(box.start({ timeoutMs: 200 }));
  expect([error.code, error.details.container]).toEqual(['container.not-ready', 'unknown']);
  expect(error.hint).toContain(
    `The engine has not confirmed that container ${shortId(box)} was removed: if it is still there, ${removeBy(box)}`,
  );
});

test('a failed start keeps a container that another call has started meanwhile, and says so', async () => {
  await using bench = await setup();
  const box = bench.box().slot();
  using _first = bench.fake.fail('startContainer', 500, 'no luck', { times: 1 });
  const [error] = await Promise.all([errorOf(box.start()), box.start()]);
  expect([error.details.container, await box.status()]).toEqual(['kept', 'running']);
});

test.each([
  ['left', 'fails', (fake: FakeEngine) => fake.fail('removeContainer', 500, 'device or resource busy')],
  ['unknown', 'is not answered', (fake: FakeEngine) => fake.hang('removeContainer')],
] as const)(
  'a create() that fails says that its container is %s when the removal %s',
  async (container, _, fault) => {
    await using bench = await setup();
    const box = bench
      .box()
      .files([{ content: 'x', target: '/etc/x' }])
      .slot();
    using _copy = bench.fake.hang('putArchive');
    using _removal = fault(bench.fake);
    const error = await errorOf(box.create({ timeoutMs: 200 }));
    expect([error.code, error.details.container]).toEqual(['timeout', container]);
    expect(error.hint).toContain(removeBy(box));
  },
);

test('the refusal to remove a running container is the failure when the engine says no more', async () => {
  await using bench = await setup();
  const box = bench.box().slot();
  await box.start();
  using _fault = bench.fake.fail('inspectContainer', 500, 'no luck');
  expect((await errorOf(box.remove())).code).toBe('container.running');
});

test('the failed start is the failure when the engine does not say whether the container is there', async () => {
  await using bench = await setup();
  const box = bench.box('exit 0').slot();
  await box.start({ until: 'exited' });
  using _start = bench.fake.fail('startContainer', 500, 'no luck');
  using _look = bench.fake.fail('inspectContainer', 503, 'out of order');
  expect((await errorOf(box.start())).reason).toContain('no luck');
});

test('files that could not be copied are copied by the next create()', async () => {
  await using bench = await setup();
  const box = bench
    .box()
    .files([{ content: 'x', target: '/etc/x' }])
    .slot();
  {
    using _archive = bench.fake.fail('putArchive', 500, 'no luck');
    using _delete = bench.fake.fail('removeContainer', 500, 'no luck');
    await errorOf(box.create());
  }
  await box.create();
  expect((await box.readFile('/etc/x')).toString()).toBe('x');
});

test('state$ begins with the present state and follows creation, start, stop and removal', async () => {
  await using bench = await setup();
  const box = bench.box().slot();
  const seen: ContainerSnapshot[] = [];
  const watching = box.state$.subscribe((snapshot) => seen.push(snapshot));
  await box.start();
  await box.stop({ graceMs: 0 });
  await box.remove();
  watching.unsubscribe();
  expect(seen[0]).toMatchObject({ id: undefined, status: undefined });
  const statuses = seen
    .map(({ status }) => status)
    .filter((status, i, all) => i === 0 || status !== all[i - 1]);
  // Between creation and start the engine may or may not have been looked at.
  expect(statuses.filter((status) => status !== 'created')).toEqual([
    undefined,
    'running',
    'exited',
    undefined,
  ]);
  expect(new Set(seen.map(({ version }) => version)).size).toBe(seen.length);
});

test('state$ reports ready again after somebody else restarted the container', async () => {
  await using bench = await setup();
  const box = bench.box('echo up; sleep 600').readyWhen(ready.log('up')).slot();
  const watching = box.state$.subscribe();
  await box.start();
  const first = await box.until((snapshot) => snapshot.ready);
  await bench.docker.engine.restartContainer(box.id ?? '', { graceSeconds: 0 });
  const second = await box.until(
    ({ ready: is, startedAt }) => is && startedAt?.getTime() !== first.startedAt?.getTime(),
  );
  expect(second.status).toBe('running');
  watching.unsubscribe();
});

test('after start({ until: started }), state$ still reports when the container is ready', async () => {
  await using bench = await setup();
  const box = bench.box('sleep 0.05; echo up; sleep 600').readyWhen(ready.log('up')).slot();
  await box.start({ until: 'started' });
  expect((await box.until((snapshot) => snapshot.ready)).status).toBe('running');
});

test('closing the client completes state$', async () => {
  await using bench = await setup();
  const box = await bench.box().create();
  const completed = new Promise<void>((resolve) => {
    box.state$.subscribe({ complete: resolve });
  });
  await box.until(({ status }) => status === 'created');
  await bench.docker.close();
  await completed;
});

test('timeoutMs of a start counts instead of the readyTimeout of its spec', async () => {
  await using bench = await setup();
  const box = bench.box('sleep 1').readyWhen(ready.exit(0)).readyTimeout(50).slot();
  expect((await errorOf(box.start())).hint).toContain('.readyTimeout');
  await box.start({ timeoutMs: 15_000 });
  expect((await errorOf(bench.box().readyWhen(ready.exit(0)).slot().start({ timeoutMs: 50 }))).hint).toBe(
    'Look at its output, or give it more time with timeoutMs',
  );
});

test('attach returns the streams of the main process, and refuses input that the process cannot read', async () => {
  await using engine = await setup();
  const box = await engine
    .box('cat; echo err >&2; exit 3')
    .openStdin()
    .createOptions({ StdinOnce: true })
    .create();
  using streams = await box.attach({ stdin: true });
  await box.start();
  await streams.write('hello\n');
  await streams.endInput();
  const lines: unknown[] = [];
  for await (const line of streams.lines()) lines.push(line);
  expect(lines).toEqual([
    { stream: 'stdout', line: 'hello' },
    { stream: 'stderr', line: 'err' },
  ]);
  expect(await box.wait()).toMatchObject({ exitCode: 3 });
  const kept = await engine.box('cat').openStdin().create();
  using open = await kept.attach({ stdin: true });
  expect(await errorOf(open.endInput())).toMatchObject({
    code: 'spec.invalid',
    hint: expect.stringContaining('StdinOnce'),
  });
  const mute = await engine.box().create();
  expect(await errorOf(mute.attach({ stdin: true }))).toMatchObject({
    code: 'spec.invalid',
    operation: 'container.attach',
  });
});

test('a signal that many calls share causes no listener warning', async () => {
  await using bench = await setup();
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const { signal } = new AbortController();
  const boxes = Array.from({ length: 20 }, () => bench.box().slot());
  await Promise.all(boxes.map((box) => box.start({ signal })));
  await Promise.all(boxes.map((box) => box.remove({ force: true, signal })));
  await Promise.all(boxes.map(() => bench.docker.dockerode.listContainers()));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
