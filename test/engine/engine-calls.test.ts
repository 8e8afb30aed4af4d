import { Readable } from 'node:stream';
import { connectDocker, type Docker, isDocktopusError } from '@docktopus/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

let boxes: Boxes;
let docker: Docker;

beforeAll(async () => {
  boxes = await Boxes.withNetwork();
  docker = boxes.docker;
});

afterAll(() => boxes?.[Symbol.asyncDispose]());

async function running(script?: string): Promise<string> {
  const box = await boxes.networked(script).create();
  await box.start();
  return box.id ?? '';
}

describe('what flows is held back by its reader', () => {
  test('an exec that writes 200 MB needs no memory while its output is not read', async () => {
    const id = await running();
    const exec = await docker.engine.createExec(id, {
      Cmd: ['sh', '-c', 'head -c 200000000 /dev/zero'],
      AttachStdout: true,
    });
    const stream = await docker.engine.startExec(exec.id);
    let bytes = 0;
    let most = 0;
    const before = process.memoryUsage();
    for await (const { data } of stream.output) {
      bytes += data.length;
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers - before.arrayBuffers);
    }
    expect(bytes).toBe(200_000_000);
    expect(most).toBeLessThan(64_000_000);
  });

  test('an archive that is not read stops the engine, and destroying it ends the connection', async () => {
    const id = await running();
    const archive = await docker.engine.getArchive(id, '/bin');
    const before = process.memoryUsage().arrayBuffers;
    await new Promise((resolve) => archive.once('readable', resolve));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
    archive.destroy();
    await docker.engine.ping();
  });
});

describe('what was there first, or is under way already', () => {
  test('ten callers who ensure one network get one', async () => {
    const name = uniqueName('net');
    await using other = await connectDocker({ endpoint: engineEndpoint() });
    const callers = Array.from({ length: 10 }, (_, i) => (i % 2 ? docker : other).networks.ensure(name));
    const found = await Promise.all(callers);
    try {
      expect(new Set(found.map(({ Id }) => Id)).size).toBe(1);
      const listed = await docker.networks.list({ filters: { name: [name] } });
      expect(listed).toHaveLength(1);
    } finally {
      await docker.networks.remove(name);
    }
    expect(await docker.networks.remove(name)).toBe('gone');
  });

  test('a network that differs is refused, and says in what', async () => {
    const name = uniqueName('net');
    await docker.networks.ensure(name, { driverOptions: { 'com.docker.network.driver.mtu': '1400' } });
    try {
      const wanted = { internal: true, driverOptions: { 'com.docker.network.driver.mtu': '1500' } };
      const error = await docker.networks.ensure(name, wanted).catch((reason: unknown) => reason);
      expect(error).toSatisfy((found) => isDocktopusError(found, 'engine.conflict'));
      expect(error).toMatchObject({
        details: {
          differences: [
            { field: 'internal', wanted: true, found: false },
            { field: 'driverOptions.com.docker.network.driver.mtu', wanted: '1500', found: '1400' },
          ],
        },
      });
    } finally {
      await docker.networks.remove(name);
    }
  });

  test('a volume that differs is refused', async () => {
    const name = uniqueName('volume');
    await docker.volumes.ensure(name, { labels: { a: 'b' } });
    try {
      await docker.volumes.ensure(name);
      const other = { driverOptions: { type: 'tmpfs', device: 'tmpfs' } };
      await expect(docker.volumes.ensure(name, other)).rejects.toSatisfy((error) =>
        isDocktopusError(error, 'engine.conflict'),
      );
    } finally {
      await docker.volumes.remove(name);
    }
  });

  test('five callers who remove one container are all done when it is gone', async () => {
    const id = await running();
    const removals = Array.from({ length: 5 }, () => docker.engine.removeContainer(id, { force: true }));
    const outcomes = await Promise.all(removals);
    expect(outcomes).toContain('removed');
    await expect(docker.engine.inspectContainer(id)).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'container.not-found'),
    );
  });

  test('a container that is in a network already stays there', async () => {
    const name = uniqueName('net');
    const id = await running();
    await docker.networks.ensure(name);
    try {
      expect(await docker.networks.connect(name, id, { aliases: ['box'] })).toBe('connected');
      expect(await docker.networks.connect(name, id)).toBe('already-connected');
      await expect(docker.networks.remove(name)).rejects.toSatisfy((error) =>
        isDocktopusError(error, 'network.in-use'),
      );
      expect(await docker.networks.disconnect(name, id)).toBe('disconnected');
      expect(await docker.networks.disconnect(name, id)).toBe('not-connected');
    } finally {
      await docker.networks.remove(name);
    }
    expect(await docker.networks.disconnect(name, id)).toBe('not-connected');
  });
});

describe('refusals', () => {
  test('an archive for a missing folder is refused at any size', async () => {
    const id = await running();
    const large = Readable.from(
      (function* () {
        for (let i = 0; i < 64; i += 1) yield Buffer.alloc(1 << 20);
      })(),
    );
    await expect(docker.engine.putArchive(id, '/nope/nope', large)).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'path.not-found', 'container.not-found', 'engine.disconnected'),
    );
    expect(large.destroyed).toBe(true);
    await docker.engine.ping();
  });

  test('an archive that breaks in the middle is not taken for a whole one', async () => {
    const id = await running();
    const broken = new Readable({
      read() {
        this.push(Buffer.alloc(1024));
        this.destroy(new Error('the disk is gone'));
      },
    });
    await expect(docker.engine.putArchive(id, '/tmp', broken)).rejects.toThrow('the disk is gone');
  });

  test.each(['', '.', '..'])('the id %j never reaches the engine', async (id) => {
    const notFound = (error: unknown) => isDocktopusError(error, 'container.not-found');
    await expect(docker.engine.inspectContainer(id)).rejects.toSatisfy(notFound);
    await expect(docker.engine.removeContainer(id)).rejects.toSatisfy(notFound);
    await expect(docker.engine.stopContainer(id)).rejects.toSatisfy(notFound);
    await expect(docker.networks.remove(id)).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'network.not-found'),
    );
    await expect(docker.volumes.remove(id)).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'volume.not-found'),
    );
  });
});

test('warnings of the engine at creation are returned', async () => {
  const { id, warnings } = await docker.engine.createContainer({
    Image: 'docktopus/busybox:1.35',
    Labels: { [boxes.label]: '' },
    HostConfig: { Memory: 64 << 20, MemorySwap: 0, OomKillDisable: true },
  });
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(warnings).toBeInstanceOf(Array);
});

test('options are not changed by a call', async () => {
  const body = Object.freeze({
    Image: 'docktopus/busybox:1.35',
    Labels: Object.freeze({ [boxes.label]: '' }),
  });
  const options = Object.freeze({ name: uniqueName('frozen') });
  await docker.engine.createContainer(body, options);
  expect(options).toEqual({ name: options.name });
});

test('dockerode itself is there for what is not covered, over the same connection', async () => {
  const { id } = await docker.engine.createContainer({
    Image: 'docktopus/busybox:1.35',
    Labels: { [boxes.label]: '' },
  });
  const inspect = await docker.dockerode.getContainer(id).inspect();
  expect(inspect.Id).toBe(id);
  const created = await docker.dockerode.createContainer({
    Image: 'docktopus/busybox:1.35',
    Env: ['SECRET=x'],
    Labels: { [boxes.label]: '' },
  });
  expect((await docker.engine.inspectContainer(created.id)).Config.Env).toContain('SECRET=x');
});

test('events come in the order and with the nanoseconds of the engine', async () => {
  const seen: { action: string; timeNano: string }[] = [];
  const label = uniqueName('events');
  const filters = { type: ['container'], label: [label] };
  const subscription = await docker.engine.watchEvents((event) => seen.push(event), { filters });
  const { id } = await docker.engine.createContainer({
    Image: 'docktopus/busybox:1.35',
    Cmd: ['true'],
    Labels: { [boxes.label]: '', [label]: '' },
  });
  await docker.engine.startContainer(id);
  await docker.engine.waitContainer(id);
  await docker.engine.removeContainer(id);
  await expect.poll(() => seen.map(({ action }) => action), { timeout: 5_000 }).toContain('destroy');
  expect(seen.map(({ action }) => action)).toEqual(['create', 'start', 'die', 'destroy']);
  const times = seen.map(({ timeNano }) => BigInt(timeNano));
  expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
  subscription.close();

  // The text is exact: from the third on, the third comes again and the second does not.
  const again: string[] = [];
  const [, , third] = seen;
  const nanos = third?.timeNano ?? '';
  const since = `${nanos.slice(0, -9)}.${nanos.slice(-9)}`;
  const replay = await docker.engine.watchEvents(({ action }) => again.push(action), { filters, since });
  await expect.poll(() => again, { timeout: 5_000 }).toEqual(['die', 'destroy']);
  replay.close();
});

test('following a container that says nothing begins at once, and ends with it', async () => {
  const id = await running('sleep 1');
  const lines: string[] = [];
  for await (const { data } of await docker.engine.containerLogs(id, { follow: true, timeoutMs: 5_000 })) {
    lines.push(data.toString());
  }
  expect(lines).toEqual([]);
});
