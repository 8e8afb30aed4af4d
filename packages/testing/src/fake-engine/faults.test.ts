import { connectDocker, isDocktopusError } from '@docktopus/core';
import { expect, test } from 'vitest';
import { FakeEngine } from './index.ts';

/** A fake engine, and the real client on it. */
async function setup(options?: ConstructorParameters<typeof FakeEngine>[0]) {
  const fake = new FakeEngine(options);
  const docker = await connectDocker({ transport: fake });
  return {
    fake,
    docker,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await fake[Symbol.asyncDispose]();
    },
  };
}

const sleeper = { Image: 'busybox:1.36', Cmd: ['sleep', '1000'] };

test('hang(): a call ends by its deadline, and later calls go on once the fault is undone', async () => {
  await using bed = await setup();
  const fault = bed.fake.hang('listContainers');
  await expect(bed.docker.engine.listContainers({ timeoutMs: 50 })).rejects.toMatchObject({
    code: 'timeout',
  });
  const waiting = bed.docker.engine.listContainers();
  fault.undo();
  expect(await waiting).toEqual([]);
  expect(fault.hits).toBe(2);
});

test.each([
  [404, 'No such container: x', 'container.not-found'],
  [409, 'made up', 'engine.conflict'],
  [500, 'no space left on device', 'disk.full'],
])('fail(): status %i with %s is the code %s', async (status, message, code) => {
  await using bed = await setup();
  bed.fake.fail('inspectContainer', status, message, { times: 1 });
  await expect(bed.docker.engine.inspectContainer('x')).rejects.toMatchObject({ code });
});

test('fail(): a call that fails has no effect', async () => {
  await using bed = await setup();
  const { id } = await bed.docker.engine.createContainer(sleeper);
  using fault = bed.fake.fail('startContainer', 500);
  await expect(bed.docker.engine.startContainer(id)).rejects.toMatchObject({ code: 'engine.failed' });
  expect((await bed.docker.engine.inspectContainer(id)).State.Status).toBe('created');
  fault.undo();
  expect(await bed.docker.engine.startContainer(id)).toBe('started');
});

test.each([0, 1, 20])(
  'cut(): an answer that breaks off after %i bytes is a lost connection',
  async (bytes) => {
    await using bed = await setup();
    bed.fake.cut('version', bytes, { times: 1 });
    await expect(bed.docker.engine.version()).rejects.toMatchObject({ code: 'engine.disconnected' });
    expect((await bed.docker.engine.version()).engine).toBe('fake');
  },
);

test('cut(): an event stream that breaks off fails with engine.disconnected', async () => {
  await using bed = await setup();
  bed.fake.cut('watchEvents', 0, { times: 1 });
  const subscription = await bed.docker.engine.watchEvents(() => undefined);
  expect(isDocktopusError(await subscription.ended, 'engine.disconnected')).toBe(true);
});

test('slow(): answers come later, by the clock of the fake engine', async () => {
  await using bed = await setup({ time: 'manual' });
  bed.fake.slow(1_000, 'ping');
  let answered = false;
  const ping = bed.docker.engine.ping({ timeoutMs: 0 }).then(() => {
    answered = true;
  });
  await bed.fake.advance(999);
  expect(answered).toBe(false);
  await bed.fake.advance(1);
  await ping;
});

test('dropEvents(): changes happen without an event', async () => {
  await using bed = await setup();
  const actions: string[] = [];
  const subscription = await bed.docker.engine.watchEvents(({ action }) => actions.push(action), {
    filters: { type: ['container'] },
  });
  const { id } = await bed.docker.engine.createContainer({ ...sleeper, HostConfig: { NetworkMode: 'none' } });
  // The network's event and the start.
  bed.fake.dropEvents(2);
  await bed.docker.engine.startContainer(id);
  await bed.docker.engine.killContainer(id);
  await expect.poll(() => actions).toEqual(['create', 'kill', 'die']);
  subscription.close();
});

test('kill(): a container ends with 137, and with the OOM flag if memory ran out', async () => {
  await using bed = await setup();
  const { engine } = bed.docker;
  for (const oom of [false, true]) {
    const { id } = await engine.createContainer(sleeper, { name: `box-${oom}` });
    await engine.startContainer(id);
    bed.fake.kill(`box-${oom}`, { oom });
    expect((await engine.inspectContainer(id)).State).toMatchObject({
      Status: 'exited',
      ExitCode: 137,
      OOMKilled: oom,
    });
  }
  expect(bed.fake.events.filter(({ action }) => action === 'oom')).toHaveLength(1);
});

test('pullFails(): pulls fail until the fault is undone', async () => {
  await using bed = await setup();
  using fault = bed.fake.pullFails('pull access denied for secret/thing', { status: 404 });
  await expect(bed.docker.images.pull('secret/thing:1')).rejects.toMatchObject({ code: 'image.not-found' });
  expect(fault.hits).toBe(1);
  fault.undo();
  expect((await bed.docker.images.pull('secret/thing:1')).RepoTags).toEqual(['secret/thing:1']);
});

test('restart(): connections drop, past events are forgotten, and restart policies start their containers', async () => {
  await using bed = await setup();
  const { engine } = bed.docker;
  const names = ['always', 'unless-stopped', 'no'] as const;
  for (const Name of names) {
    const { id } = await engine.createContainer(
      { ...sleeper, StopTimeout: 0, HostConfig: { RestartPolicy: { Name } } },
      { name: Name },
    );
    await engine.startContainer(id);
  }
  await engine.stopContainer('unless-stopped');
  const subscription = await engine.watchEvents(() => undefined);
  await bed.fake.restart();
  expect(await subscription.ended).toBeInstanceOf(Error);
  const states = await Promise.all(
    names.map(async (name) => (await engine.inspectContainer(name)).State.Status),
  );
  expect(states).toEqual(['running', 'exited', 'exited']);
});

test('stop(): an engine that is away refuses connections', async () => {
  await using bed = await setup();
  await bed.fake.stop();
  await expect(bed.docker.engine.ping()).rejects.toMatchObject({ code: 'engine.unreachable' });
  await bed.fake.start();
  await bed.docker.engine.ping();
});

test('two clients of one engine do not hear of each other', async () => {
  await using bed = await setup();
  const other = await connectDocker({ transport: bed.fake });
  const actions: string[] = [];
  const subscription = await bed.docker.engine.watchEvents(({ action }) => actions.push(action));
  await other.close();
  await bed.docker.engine.createContainer(sleeper);
  await expect.poll(() => actions).toEqual(['create']);
  subscription.close();
  expect(await subscription.ended).toBeUndefined();
});
