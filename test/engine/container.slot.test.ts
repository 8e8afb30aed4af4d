import { Container, type ContainerSnapshot } from '@docktopus/core';
import { describe, expect, test, vi } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { busyboxImage, uniqueName } from '../support/engine.ts';

describe('a name that is taken', () => {
  test('is refused by default', async () => {
    await using boxes = await Boxes.connect();
    const name = uniqueName('taken');
    const first = await boxes.box().name(name).create();
    await expect(boxes.box().name(name).create()).rejects.toMatchObject({
      code: 'name.in-use',
      details: { existingId: first.id },
    });
    expect(await boxes.names()).toEqual([name]);
  });

  test('is taken over, running or not, by the same spec that adopts', async () => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box().name(uniqueName('adopt')).onConflict('adopt');
    const first = await builder.create();
    const second = await builder.create();
    expect(second.id).toBe(first.id);
    await first.start();
    const third = await builder.create();
    await third.start();
    expect(third.id).toBe(first.id);
    expect(await third.status()).toBe('running');
  });

  test('is replaced when the spec differs, and always by one that replaces', async () => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box().name(uniqueName('replace')).onConflict('adopt');
    const first = await builder.create();
    const second = await builder.env({ A: '1' }).create();
    expect(second.id).not.toBe(first.id);
    expect(await first.status()).toBeUndefined();
    const third = await builder.env({ A: '1' }).onConflict('replace').create();
    expect(third.id).not.toBe(second.id);
    expect(await boxes.names()).toHaveLength(1);
  });

  test('by somebody else’s container is never taken, whatever the spec says', async () => {
    await using boxes = await Boxes.connect();
    const name = uniqueName('foreign');
    const body = { Image: busyboxImage(), Labels: { [boxes.label]: '' } };
    const { id } = await boxes.docker.engine.createContainer(body, { name });
    for (const onConflict of ['adopt', 'replace'] as const) {
      await expect(boxes.box().name(name).onConflict(onConflict).create()).rejects.toMatchObject({
        code: 'name.in-use',
      });
    }
    expect((await Container.fromId(boxes.docker, name)).id).toBe(id);
  });

  test('goes to one of several that create at the same time', async () => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box().name(uniqueName('race'));
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => builder.create()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await boxes.names()).toHaveLength(1);
  });

  test('goes to all of several that adopt at the same time', async () => {
    await using boxes = await Boxes.connect();
    const builder = boxes.box().name(uniqueName('race')).onConflict('adopt');
    const boxesMade = await Promise.all(Array.from({ length: 5 }, () => builder.create()));
    expect(new Set(boxesMade.map(({ id }) => id)).size).toBe(1);
  });
});

test('an image that is not there: never pulled when told so', async () => {
  await using boxes = await Boxes.connect();
  const box = Container.builder(boxes.docker, 'docktopus/no-such-image:1').pull('never').slot();
  await expect(box.create()).rejects.toMatchObject({
    code: 'image.not-found',
    operation: 'container.create',
  });
});

test('every network of the spec is connected', async () => {
  await using boxes = await Boxes.connect();
  const names = [uniqueName('net'), uniqueName('net')];
  for (const name of names) await boxes.docker.networks.create(name);
  try {
    const [one, two] = names as [string, string];
    const spec = boxes.networked(undefined, [one, { name: two, aliases: ['alias-of-box'] }]);
    const box = await spec.create();
    const { NetworkSettings } = await box.inspect();
    expect(Object.keys(NetworkSettings.Networks ?? {}).sort()).toEqual([...names].sort());
    await box.remove();
  } finally {
    for (const name of names) await boxes.docker.networks.remove(name);
  }
});

test('warnings of the engine about a new container are passed on, and refused by strict error', async () => {
  await using boxes = await Boxes.connect();
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  // The spec itself would not take ports on the host's network.
  const PortBindings = { '80/tcp': [{ HostPort: '0' }] };
  const { spec } = boxes.box().createOptions({ HostConfig: { PortBindings } });
  await Container.slot(boxes.docker, spec).create();
  expect(warn.mock.calls.map(([text]) => text)).toEqual([
    expect.stringMatching(/: the engine warns: Published ports are discarded/),
  ]);
  warn.mockRestore();
  const before = await boxes.names();
  const refused = Container.slot(boxes.docker, { ...spec, strict: 'error' });
  await expect(refused.create()).rejects.toMatchObject({
    code: 'spec.invalid',
    details: { issues: [{ because: expect.stringContaining('Published ports') }] },
  });
  expect(refused.id).toBeUndefined();
  await expect(refused.start()).rejects.toMatchObject({ code: 'spec.invalid' });
  expect(await boxes.names()).toEqual(before);
});

test('a network that is not there fails the creation, and leaves nothing behind', async () => {
  await using boxes = await Boxes.connect();
  const one = uniqueName('net');
  await boxes.docker.networks.create(one);
  try {
    const box = boxes.networked(undefined, [one, uniqueName('no-such-net')]).slot();
    await expect(box.create()).rejects.toMatchObject({ code: 'network.not-found' });
    expect(box.id).toBeUndefined();
    expect(await boxes.names()).toEqual([]);
  } finally {
    await boxes.docker.networks.remove(one);
  }
});

test('ports are read back from the engine', async () => {
  await using boxes = await Boxes.withNetwork();
  const box = await boxes.networked().ports(['80', '53/udp']).create();
  await expect(box.port(80)).rejects.toMatchObject({ code: 'container.not-running' });
  await box.start({ until: 'started' });
  const tcp = await box.port('80/tcp');
  expect(tcp).toMatchObject({ host: '127.0.0.1', boundIp: '127.0.0.1' });
  expect(tcp.port).toBeGreaterThan(1024);
  expect((await box.port('53/udp')).port).toBeGreaterThan(1024);
  await expect(box.port(81)).rejects.toMatchObject({
    code: 'port.not-published',
    hint: expect.stringContaining('80/tcp'),
  });
});

test('statistics come once or as a stream, and are undefined for a container that does not run', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('while :; do :; done').limits({ memory: '64m' }).create();
  await expect(box.stats()).rejects.toMatchObject({ code: 'container.not-running' });
  await box.start();
  const once = await box.stats();
  expect(once.cpuPercent).toBeGreaterThan(1);
  expect(once.memoryBytes).toBeGreaterThan(0);
  expect(once.memoryLimitBytes).toBe(64 << 20);
  expect(once.pids).toBeGreaterThanOrEqual(1);
  let seen = 0;
  for await (const reading of box.statsStream()) {
    expect(reading.cpuTotalNs).toBeGreaterThan(0);
    seen += 1;
    if (seen === 1) void box.kill();
  }
  expect(seen).toBeGreaterThanOrEqual(1);
});

describe('the state', () => {
  test('is live across re-creation, current first, and holds what a call has done when it returns', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box().slot();
    const seen: (string | undefined)[] = [];
    const watching = box.status$.subscribe((status) => seen.push(status));
    await box.start();
    expect(seen.at(-1)).toBe('running');
    await box.pause();
    expect(seen.at(-1)).toBe('paused');
    await box.unpause();
    await box.stop({ graceMs: 0 });
    expect(seen.at(-1)).toBe('exited');
    await box.remove();
    expect(seen.at(-1)).toBeUndefined();
    await box.start();
    expect(seen.at(-1)).toBe('running');
    await box.remove({ force: true });
    watching.unsubscribe();
    expect(seen[0]).toBeUndefined();
    expect(seen.filter((status, index) => index > 0 && status === seen[index - 1])).toEqual([]);
  });

  test('is ready once it was found ready, and no more after a restart', async () => {
    await using boxes = await Boxes.connect();
    const { ready } = await import('@docktopus/core');
    const box = boxes
      .box('echo up; trap exit TERM; while :; do sleep 60 & wait $!; done')
      .readyWhen(ready.log('up'))
      .slot();
    const seen: ContainerSnapshot[] = [];
    const watching = box.state$.subscribe((snapshot) => seen.push(snapshot));
    await box.start();
    expect((await box.until(({ ready }) => ready)).status).toBe('running');
    await box.stop();
    expect((await box.until('exited')).ready).toBe(false);
    watching.unsubscribe();
    const versions = seen.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  test('becomes ready again when a restart policy or somebody else has started it', async () => {
    await using boxes = await Boxes.connect();
    const { ready } = await import('@docktopus/core');
    const box = boxes
      .box('echo up; trap exit TERM; while :; do sleep 60 & wait $!; done')
      .restartPolicy('always')
      .readyWhen(ready.log('up'))
      .slot();
    const watching = box.state$.subscribe();
    await box.start();
    const first = await box.until(({ ready: is }) => is);
    // From within: what the engine is told to end, no policy starts again.
    await box.exec(['kill', '1']).catch((error: unknown) => {
      // The command goes with the container that it ends, now and then before it has ended itself.
      expect(error).toMatchObject({ code: 'container.exited' });
    });
    const second = await box.until(({ ready: is, restartCount }) => is && restartCount > 0);
    expect(second.startedAt).not.toEqual(first.startedAt);
    await box.stop({ graceMs: 0 });
    await boxes.docker.engine.startContainer(box.id ?? '');
    expect((await box.until(({ ready: is }) => is)).status).toBe('running');
    watching.unsubscribe();
  });

  test('of a handle from an id completes after the removal', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box().create();
    const handle = await Container.fromId(boxes.docker, box.id ?? '');
    const seen: (string | undefined)[] = [];
    const completed = new Promise<void>((resolve) => {
      handle.status$.subscribe({ next: (status) => seen.push(status), complete: resolve });
    });
    await handle.until(({ status }) => status === 'created');
    await box.remove();
    await completed;
    // A look in the middle of the removal sees it.
    expect(seen.filter((status) => status !== 'removing')).toEqual(['created', undefined]);
  });

  test('of a slot whose container is removed elsewhere goes on', async () => {
    await using boxes = await Boxes.connect();
    const box = await boxes.box().create();
    const gone = box.until('removed');
    await boxes.docker.engine.removeContainer(box.id ?? '');
    expect((await gone).status).toBeUndefined();
    const back = box.until('running');
    await box.start();
    expect((await back).status).toBe('running');
  });

  test('until keeps its deadline', async () => {
    await using boxes = await Boxes.connect();
    const box = boxes.box().slot();
    await expect(box.until('running', { timeoutMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
  });
});
