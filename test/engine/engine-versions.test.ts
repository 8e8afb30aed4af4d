import { Readable } from 'node:stream';
import { Container, connectDocker, type Docker, isDocktopusError, ready } from '@docktopus/core';
import type { EngineTransport } from '@docktopus/core/engine';
import { FakeEngine } from '@docktopus/testing';
import type { Subscription } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
import { PlayedEngine, type PlayedVersion } from '../support/played-engine.ts';
import { SocketTransport } from '../support/socket-transport.ts';

const KINDS: readonly (readonly [string, () => EngineTransport])[] = [
  ['the real engine', () => new SocketTransport(engineEndpoint())],
  ['the engine in memory', () => new FakeEngine()],
];

/** What it calls itself, what it speaks, and what is agreed on with it. */
const ENGINES: readonly (PlayedVersion & { readonly agreed: string })[] = [
  { engine: '24.0.9', oldest: '1.12', newest: '1.43', agreed: '1.43' },
  { engine: '25.0.5', oldest: '1.24', newest: '1.44', agreed: '1.44' },
  { engine: '27.5.1', oldest: '1.24', newest: '1.47', agreed: '1.47' },
  { engine: '29.0.0', oldest: '1.44', newest: '1.52', agreed: '1.52' },
  { engine: '30.0.0', oldest: '1.44', newest: '1.56', agreed: '1.52' },
];

describe.each(KINDS)('on %s', (name, inner) => {
  test.each(ENGINES)('played as Docker $engine: a whole life', async ({ agreed, ...played }) => {
    const engine = new PlayedEngine(inner(), played);
    await using docker = await connectDocker({ transport: engine });
    expect(docker.version).toMatchObject({ engine: 'docker', version: played.engine, apiVersion: agreed });
    await liveAWholeLife(docker, name === 'the engine in memory');
    // Only the greeting is without our version: it has none, or the engine's own newest.
    expect([...engine.asked].filter((version) => version !== '' && version !== played.newest)).toEqual(
      agreed === played.newest ? [] : [agreed],
    );
  });
});

/** The engine in memory has no statistics. */
async function liveAWholeLife(docker: Docker, isFake: boolean): Promise<void> {
  const [name, network, volume] = [uniqueName('life'), uniqueName('net'), uniqueName('vol')];
  const script = 'echo begun; trap "echo ending; exit 7" TERM; while :; do sleep 0.1; done';
  const box = Container.builder(docker, busyboxImage())
    .name(name)
    .cmd(['sh', '-c', script])
    .networks([network])
    .volumes([{ name: volume, target: '/data' }])
    .ports(8080)
    // Nothing listens there.
    .readyWhen(ready.command(['true']))
    .limits({ memory: '64m' })
    .pull('never')
    .slot();
  const statuses: (string | undefined)[] = [];
  try {
    const made = await docker.networks.ensure(network);
    expect((await docker.networks.ensure(network)).Id).toBe(made.Id);
    await docker.volumes.ensure(volume);
    await box.create();
    const watching = box.status$.subscribe((status) => statuses.push(status));
    await box.until(({ status }) => status === 'created');
    await box.start();
    expect(await box.status()).toBe('running');
    expect((await box.port(8080)).port).toBeGreaterThan(0);
    expect(await box.exec(['sh', '-c', 'cat; exit 3'], { stdin: 'in' })).toMatchObject({
      exitCode: 3,
      stdout: 'in',
    });
    if (!isFake) expect((await box.stats()).memoryBytes).toBeGreaterThan(0);
    await box.copyTo({ content: 'kept' }, '/data/file');
    expect((await box.readFile('/data/file')).toString()).toBe('kept');
    await expect(box.remove()).rejects.toMatchObject({ code: 'container.running' });

    const lines: string[] = [];
    for await (const { line } of box.logs()) lines.push(line);
    expect(lines).toEqual(['begun']);
    const following = (async () => {
      const followed: string[] = [];
      for await (const { line } of box.logs({ follow: true })) followed.push(line);
      return followed;
    })();
    const ended = box.wait();
    expect(await box.stop()).toBe('stopped');
    expect(await ended).toMatchObject({ exitCode: 7, oomKilled: false });
    expect(await following).toEqual(['begun', 'ending']);
    expect(await box.kill()).toBe('not-running');

    const [listed] = await docker.engine.listContainers({ filters: { name: [name] } });
    expect(listed).toMatchObject({ Names: [`/${name}`], State: 'exited' });
    await box.remove();
    await box.until(({ status }) => status === undefined);
    watching.unsubscribe();
    expect(statuses).toEqual(expect.arrayContaining(['created', 'running', 'exited', undefined]));

    const image = await docker.images.inspect(busyboxImage());
    expect(image.RepoTags).toContain(busyboxImage());
    expect((await docker.images.list()).map(({ Id }) => Id)).toContain(image.Id);
    await expect(docker.images.inspect('no/such:image')).rejects.toMatchObject({ code: 'image.not-found' });
    expect((await docker.networks.list()).map(({ Name }) => Name)).toContain(network);
    expect((await docker.volumes.list()).map(({ Name }) => Name)).toContain(volume);
  } finally {
    await box.remove({ force: true });
    await docker.networks.remove(network);
    await docker.volumes.remove(volume);
  }
}

describe('a refusal by the version', () => {
  test.each([
    [
      'too new',
      { engine: '40.0.0', oldest: '1.90', newest: '1.99' },
      /1\.90 to 1\.99, and Docktopus 1\.40 to 1\.52/,
    ],
    [
      'too old',
      { engine: '18.09', oldest: '1.12', newest: '1.39' },
      /1\.12 to 1\.39, and Docktopus 1\.40 to 1\.52/,
    ],
  ])('by an engine that is %s says what both speak, and what to do', async (_name, played, says) => {
    await using fake = new FakeEngine();
    const engine = new PlayedEngine(fake, played);
    await expect(connectDocker({ transport: engine })).rejects.toSatisfy(
      (error: unknown) =>
        isDocktopusError(error, 'engine.unsupported') && says.test(error.message) && !!error.hint,
    );
  });

  test('an engine that is too new can still be tried', async () => {
    await using fake = new FakeEngine();
    const engine = new PlayedEngine(fake, { engine: '40.0.0', oldest: '1.90', newest: '1.99' });
    await using docker = await connectDocker({ transport: engine, env: { DOCKER_API_VERSION: '1.90' } });
    expect(await docker.engine.listContainers()).toEqual([]);
  });
});

describe('an engine that is updated under its client', () => {
  const OLD: PlayedVersion = { engine: '24.0.9', oldest: '1.12', newest: '1.43' };
  const NEW: PlayedVersion = { engine: '29.0.0', oldest: '1.44', newest: '1.52' };

  /** An engine in memory that can become another version; its event streams are lost then, as by a restart. */
  function updatable(played: PlayedVersion) {
    const fake = new FakeEngine();
    let engine = new PlayedEngine(fake, played);
    const streams = new Set<Readable>();
    const paths: string[] = [];
    const transport: EngineTransport = {
      endpoint: fake.endpoint,
      async request(request) {
        paths.push(request.path);
        const answer = await engine.request(request);
        if (request.path.includes('/events')) streams.add(answer.body);
        return answer;
      },
      close() {},
    };
    return {
      transport,
      paths,
      become(other: PlayedVersion) {
        engine = new PlayedEngine(fake, other);
        for (const stream of streams) stream.destroy(new Error('the engine has gone'));
      },
      [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
    };
  }

  test.each([
    ['up', OLD, NEW, '1.52'],
    ['down', NEW, OLD, '1.43'],
  ])('%s is greeted again, once for all calls, and goes on being watched', async (_way, from, to, agreed) => {
    await using engine = updatable(from);
    await using docker = await connectDocker({ transport: engine.transport });
    const box = await Container.builder(docker, busyboxImage()).cmd(['sleep', '60']).pull('never').create();
    const statuses: (string | undefined)[] = [];
    using _watching = disposable(box.status$.subscribe((status) => statuses.push(status)));
    await box.until(({ status }) => status === 'created');
    await box.start();
    const before = engine.paths.length;
    engine.become(to);
    await Promise.all([docker.engine.listContainers(), docker.images.list(), box.stop({ timeoutMs: 5_000 })]);
    await expect.poll(() => statuses.at(-1)).toBe('exited');
    expect(docker.version).toMatchObject({ version: to.engine, apiVersion: agreed });
    expect(engine.paths.slice(before).filter((path) => path.endsWith('/_ping'))).toHaveLength(1);
    await box.remove();
  });

  test('a body read from a stream cannot be sent again, and the next call works', async () => {
    await using engine = updatable(OLD);
    await using docker = await connectDocker({ transport: engine.transport });
    const box = await Container.builder(docker, busyboxImage()).cmd(['sleep', '60']).pull('never').create();
    await box.copyTo({ content: 'x' }, '/tmp/x');
    const archive = Buffer.concat(await (await docker.engine.getArchive(box.id!, '/tmp/x')).toArray());
    engine.become(NEW);
    const copy = () => docker.engine.putArchive(box.id!, '/etc', Readable.from([archive]));
    await expect(copy()).rejects.toMatchObject({
      code: 'engine.unsupported',
      hint: expect.stringContaining('call again'),
    });
    await copy();
    expect((await box.readFile('/etc/x')).toString()).toBe('x');
    await box.remove();
  });

  test('is not spoken to in another version than the one that was asked for', async () => {
    await using engine = updatable(OLD);
    await using docker = await connectDocker({ transport: engine.transport, apiVersion: '1.42' });
    engine.become(NEW);
    await expect(docker.engine.listContainers()).rejects.toMatchObject({
      code: 'engine.unsupported',
      hint: expect.stringContaining('DOCKER_API_VERSION'),
    });
    expect(docker.version.apiVersion).toBe('1.42');
  });

  test('to one that is too new says what both speak', async () => {
    await using engine = updatable(OLD);
    await using docker = await connectDocker({ transport: engine.transport });
    engine.become({ engine: '40.0.0', oldest: '1.90', newest: '1.99' });
    await expect(docker.engine.listContainers()).rejects.toMatchObject({
      code: 'engine.unsupported',
      message: expect.stringMatching(/1\.90 to 1\.99, and Docktopus 1\.40 to 1\.52/),
    });
    engine.become(NEW);
    expect(await docker.engine.listContainers()).toEqual([]);
  });
});

function disposable(subscription: Subscription): Disposable {
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}
