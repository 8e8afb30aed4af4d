import { Container } from '@docktopus/core';
import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { uniqueName } from '../support/engine.ts';

test('create, start, stop, remove: each state is as the engine says, and each step may be repeated', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box().slot();
  expect(box.id).toBeUndefined();
  expect(await box.status()).toBeUndefined();

  await box.create();
  const { id } = box;
  expect(await box.status()).toBe('created');
  await box.create();
  expect(box.id).toBe(id);

  await box.start();
  await box.start();
  expect(await box.status()).toBe('running');

  expect(await box.stop()).toBe('stopped');
  expect(await box.stop()).toBe('already-stopped');
  expect(await box.status()).toBe('exited');

  expect(await box.remove()).toBe('removed');
  expect(await box.remove()).toBe('gone');
  expect(box.id).toBeUndefined();
  expect(await boxes.names()).toEqual([]);
});

test('start creates what is not there, and the slot takes another container after a removal', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box().slot();
  await box.start();
  const first = box.id;
  await box.remove({ force: true });
  await box.start();
  expect(box.id).not.toBe(first);
  expect(await boxes.names()).toHaveLength(1);
});

test('start with waitForExit returns how it ended', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('exit 3').create();
  expect(await box.start({ waitForExit: true })).toEqual({ exitCode: 3, oomKilled: false });
  expect(await box.status()).toBe('exited');
});

test('calls at the same time make one container', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box().slot();
  await Promise.all([box.create(), box.create(), box.start(), box.create()]);
  expect(await boxes.names()).toHaveLength(1);
  expect(await box.status()).toBe('running');
});

test('start, stop and remove at the same time take effect in the order of the calls', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box().slot();
  const outcomes = await Promise.all([box.start(), box.stop(), box.start(), box.stop(), box.remove()]);
  expect(outcomes).toEqual([undefined, 'stopped', undefined, 'stopped', 'removed']);
  expect(await boxes.names()).toEqual([]);
});

test('pause, unpause, restart, rename and kill', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  await box.start();
  const { startedAt } = await box.until('running');

  await box.pause();
  expect(await box.status()).toBe('paused');
  await box.unpause();
  expect(await box.status()).toBe('running');

  await box.restart();
  expect((await box.until('running')).startedAt).not.toEqual(startedAt);

  const name = uniqueName('renamed');
  await box.rename(name);
  expect((await box.inspect()).Name).toBe(`/${name}`);

  expect(await box.kill()).toBe('killed');
  expect(await box.wait()).toMatchObject({ exitCode: 137 });
  expect(await box.kill()).toBe('not-running');
});

test('kill does not wait for a stop under way', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box("trap '' TERM; while :; do sleep 1; done").create();
  await box.start();
  const asked = new Promise<void>((resolve) => {
    const filters = { container: [box.id ?? ''], event: ['kill'] };
    void boxes.docker.engine.watchEvents(() => resolve(), { filters });
  });
  const stopping = box.stop({ graceMs: 30_000 });
  await asked;
  await box.kill();
  expect(await stopping).toBe('stopped');
});

test('a deadline cuts the grace of a stop so that it is kept', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box("trap '' TERM; while :; do sleep 1; done").create();
  await box.start();
  const begun = performance.now();
  expect(await box.stop({ timeoutMs: 2_500 })).toBe('stopped');
  expect(performance.now() - begun).toBeLessThan(2_500);
});

test('a paused container can be stopped', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  await box.start();
  await box.pause();
  expect(await box.stop({ graceMs: 1_000 })).toBe('stopped');
  expect(await box.status()).toBe('exited');
});

test('a running container is removed only by force, and kept in the slot until it is', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  await box.start();
  const { id } = box;

  await expect(box.remove()).rejects.toMatchObject({
    code: 'container.running',
    operation: 'container.remove',
  });

  expect(box.id).toBe(id);
  expect(await box.status()).toBe('running');
  expect(await box.remove({ force: true })).toBe('removed');
});

test('anonymous volumes are removed with their container unless volumes is false', async () => {
  await using boxes = await Boxes.connect();
  const anonymous = async () => {
    const box = await boxes.box().volumes(['/data']).create();
    const name = (await box.inspect()).Mounts?.[0]?.Name ?? '';
    return { box, name };
  };
  const gone = await anonymous();
  await gone.box.remove();
  await expect(boxes.docker.volumes.inspect(gone.name)).rejects.toMatchObject({ code: 'volume.not-found' });

  const kept = await anonymous();
  await kept.box.remove({ volumes: false });
  expect(await boxes.docker.volumes.inspect(kept.name)).toMatchObject({ Name: kept.name });
  await boxes.docker.volumes.remove(kept.name);
});

test('a container that another client removed is noticed, and made again', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().create();
  const first = box.id ?? '';
  await boxes.docker.engine.removeContainer(first);

  expect(await box.status()).toBeUndefined();
  expect(await box.stop()).toBe('gone');
  await box.start();
  expect(box.id).not.toBe(first);
});

test('a start finds out itself that its container was removed, and makes another', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('exit 4').create();
  const first = box.id ?? '';
  const found = await Container.fromId(boxes.docker, first);
  await boxes.docker.engine.removeContainer(first);
  expect(await box.start({ waitForExit: true })).toMatchObject({ exitCode: 4 });
  expect(box.id).not.toBe(first);
  // A handle from an id has nothing to make another from.
  await expect(found.start()).rejects.toMatchObject({ code: 'container.not-created' });
});

test('an empty slot has nothing to stop, wait for or remove, and says so to every other call', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box().slot();
  expect(await box.stop()).toBe('gone');
  expect(await box.wait()).toBeUndefined();
  expect(await box.remove()).toBe('gone');

  const first = async (lines: AsyncIterable<unknown>) => {
    for await (const line of lines) return line;
    return undefined;
  };
  const calls: Record<string, () => Promise<unknown>> = {
    kill: () => box.kill(),
    restart: () => box.restart(),
    pause: () => box.pause(),
    unpause: () => box.unpause(),
    rename: () => box.rename('x'),
    inspect: () => box.inspect(),
    exec: () => box.exec(['true']),
    execStream: () => box.execStream(['true']),
    attach: () => box.attach(),
    logs: () => first(box.logs()),
    stats: () => box.stats(),
    statsStream: () => first(box.statsStream()),
    copyTo: () => box.copyTo({ content: '' }, '/x'),
    copyFrom: () => box.copyFrom('/x', '/nowhere/x'),
    readFile: () => box.readFile('/x'),
    port: () => box.port(80),
  };
  for (const [name, call] of Object.entries(calls)) {
    await expect(call(), name).rejects.toMatchObject({ code: 'container.not-created' });
  }
});

test('a handle from an id or a name does what the slot does, but cannot make the container again', async () => {
  await using boxes = await Boxes.connect();
  const name = uniqueName('by-name');
  const box = await boxes.box().name(name).create();
  const handle = await Container.fromId(boxes.docker, name);
  expect(handle.id).toBe(box.id);
  expect(handle.spec).toBeUndefined();
  await handle.start();
  expect(await box.status()).toBe('running');
  await handle.remove({ force: true });
  await expect(handle.start()).rejects.toMatchObject({ code: 'container.not-created' });
});

test('a handle for what does not exist is refused', async () => {
  await using boxes = await Boxes.connect();
  await expect(Container.fromId(boxes.docker, uniqueName('nobody'))).rejects.toMatchObject({
    code: 'container.not-found',
  });
});
