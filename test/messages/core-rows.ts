import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  BlueprintEnvironment,
  Container,
  ContainerPool,
  connectDocker,
  container,
  DockerContext,
  Injector,
  loadConfig,
  ready,
} from '@docktopus/core';
import type { EngineTransport } from '@docktopus/core/engine';
import { hostError, onHost, readDockerfile } from '@docktopus/core/kit';
import type { Bench, Rows } from './bench.ts';

class Cache extends DockerContext {
  @container<Cache>((c) => c.image('busybox:1.36').cmd(['sleep', '1000']).strict('off'))
  readonly redis!: Container;
}

class Circle extends DockerContext {
  @container<Circle>((c) => c.image('busybox:1.36').dependsOn('b').strict('off'))
  readonly a!: Container;
  @container<Circle>((c) => c.image('busybox:1.36').dependsOn('a').strict('off'))
  readonly b!: Container;
}

/** What Node says when a file of this machine cannot be read. */
function hostTrouble(errno: string): never {
  const error = Object.assign(new Error(`${errno}: open '/data/x'`), {
    code: errno,
    errno: -1,
    path: '/data/x',
  });
  throw hostError(error, { operation: 'config', path: '/data/x', to: 'read' });
}

class Migrated extends DockerContext {
  @container<Migrated>((c) => c.image('busybox:1.36').cmd(['sh', '-c', 'exit 3']).strict('off'))
  readonly migrations!: Container;
  @container<Migrated>((c) => c.image('busybox:1.36').dependsOn({ migrations: 'completed' }).strict('off'))
  readonly app!: Container;
}

class Failing extends DockerContext {
  override onInit(): void {
    throw new Error('the licence has expired');
  }
}

function connect<T extends DockerContext>(type: new () => T, { fake }: Bench): Promise<T> {
  return DockerContext.connect.call(type, {
    transport: fake,
    cleanup: 'none',
    config: { name: 'cache', shutdownGraceMs: 0 },
    configSources: { args: false, env: {}, envFile: false, file: false },
  }) as Promise<T>;
}

async function running(bench: Bench, script?: string): Promise<Container> {
  const box = await bench.box(script).create();
  await box.start();
  return box;
}

/** Runs a call of the engine that it refuses once with these words. */
async function refused(
  bench: Bench,
  operation: Parameters<Bench['fake']['fail']>[0],
  status: number,
  words: string,
  act: () => unknown,
): Promise<void> {
  using _fault = bench.fake.fail(operation, status, words);
  await act();
}

/** One representative of each code of the core. */
export const coreRows: Rows = {
  aborted: [
    ({ docker }) => docker.engine.ping({ signal: AbortSignal.abort(new Error('the user has left')) }),
    ['engine.ping: the caller aborted', '  caused by Error: the user has left'].join('\n'),
  ],
  timeout: [
    async ({ fake, docker }) => {
      using _hangs = fake.hang('ping');
      await docker.engine.ping({ timeoutMs: 20 });
    },
    'engine.ping: no answer within 20 ms. Give it more time with timeoutMs, or look at what it waits for',
  ],
  'engine.unreachable': [
    () => connectDocker({ endpoint: 'tcp://127.0.0.1:1' }),
    [
      'connectDocker tcp://127.0.0.1:1: no engine answers at any of these places:',
      '  option endpoint tcp://127.0.0.1:1: nothing listens there',
      'Start the engine, or say where it is with DOCKER_HOST or the option `endpoint`',
      '  caused by Error: connect ECONNREFUSED 127.0.0.1:1',
    ].join('\n'),
  ],
  'engine.disconnected': [
    async ({ fake, docker }) => {
      using _cut = fake.cut('listContainers', 1);
      await docker.engine.listContainers({ all: true });
    },
    [
      'engine.listContainers: the connection to the engine at fake://memory was lost before the answer was complete',
      '  caused by Error: read ECONNRESET',
    ].join('\n'),
  ],
  'engine.failed': [
    (bench) =>
      refused(bench, 'listContainers', 500, 'the database is corrupt', () =>
        bench.docker.engine.listContainers(),
      ),
    'engine.listContainers: the database is corrupt',
  ],
  'engine.conflict': [
    async ({ docker }) => {
      await docker.networks.ensure('net');
      await docker.networks.ensure('net', { internal: true });
    },
    [
      'networks.ensure net: another one of this name exists and does not fit',
      '  internal: false is there, true was asked for',
      'Remove it, choose another name, or ask for what is there',
    ].join('\n'),
  ],
  'engine.unsupported': [
    ({ fake }) => connectDocker({ transport: fake, apiVersion: '1.10' } as never),
    'connectDocker: the engine speaks API 1.12 to 1.41, and 1.10 was asked for. Leave DOCKER_API_VERSION and the option apiVersion unset',
  ],
  'engine.closed': [
    async ({ docker }) => {
      await docker.close();
      await docker.engine.ping();
    },
    'engine.ping: the Docker client has been closed. Make a new one with connectDocker()',
  ],
  'container.not-found': [
    ({ docker }) => Container.fromId(docker, 'absent'),
    'container.fromId absent: No such container: absent',
  ],
  'container.not-created': [
    (bench) => bench.box().slot().exec(['true']),
    'container.exec box: the container has not been created, or was removed. Call create() or start() first',
  ],
  'container.not-running': [
    async (bench) => (await bench.box().create()).exec(['true']),
    'container.exec box: Container <id> is not running',
  ],
  'container.running': [
    async (bench) => (await running(bench)).remove(),
    [
      'container.remove box: it is running. Stop it first, or pass force: true',
      '  caused by engine.removeContainer <id>: You cannot remove a running container <id>. Stop the container before attempting removal or force remove. Stop it first, or remove it with force',
    ].join('\n'),
  ],
  'container.exited': [
    (bench) => connect(Migrated, bench),
    'context.start migrations: it ended with exit code 3, and others wait for its completion. Look at its logs',
  ],
  'container.start-failed': [
    (bench) => bench.box('echo no configuration >&2; exit 3').readyWhen(ready.log('open')).slot().start(),
    [
      'container.start box: it ended with exit code 3. The last lines of its output:',
      '  no configuration',
      '  caused by container.start box: it exited with code 3 before it was ready',
    ].join('\n'),
  ],
  'container.not-ready': [
    (bench) => bench.box().readyWhen(ready.log('open')).slot().start({ timeoutMs: 100 }),
    [
      'container.start box: it was not ready within 100 ms; log("open"): no line has matched. Look at its output, or give it more time with timeoutMs',
      '  caused by container.start box: no answer within 100 ms. Give it more time with timeoutMs, or look at what it waits for',
    ].join('\n'),
  ],
  'container.removed': [
    async (bench) => {
      const { id = '' } = await running(bench);
      const box = await Container.fromId(bench.docker, id);
      const left = box.until(({ exitCode }) => exitCode === 7);
      await Promise.all([left, bench.docker.engine.removeContainer(id, { force: true })]);
    },
    'container.until box: it was removed, or its client closed, before the condition held',
  ],
  'exec.not-found': [
    async (bench) => {
      const box = await running(bench);
      await refused(bench, 'startExec', 404, 'No such exec instance: f00d', () => box.exec(['true']));
    },
    'container.exec box: No such exec instance: f00d',
  ],
  'engine.protocol': [
    async ({ fake }) => {
      const transport: EngineTransport = {
        endpoint: fake.endpoint,
        close: () => {},
        request: async (request) =>
          request.path.includes('/containers/json')
            ? { status: 200, headers: {}, body: Readable.from(['<html>']) }
            : fake.request(request),
      };
      await using docker = await connectDocker({ transport });
      await docker.engine.listContainers();
    },
    'engine.listContainers: the engine answered with something that is not JSON. Check whether a proxy between this program and the engine changes its answers',
  ],
  'exec.output-too-large': [
    async (bench) => (await running(bench)).exec(['seq', '1000'], { maxOutputBytes: 10 }),
    "container.exec box: the command wrote more than 10 bytes. Raise maxOutputBytes, set overflow: 'truncate', or read it with execStream()",
  ],
  'image.not-found': [
    ({ docker }) => docker.images.inspect('absent:1'),
    'images.inspect absent:1: no such image: absent:1: No such image: absent:1. Check the reference; if the repository is private, log in with `docker login`',
  ],
  'image.pull-failed': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('unexpected EOF');
      await docker.images.pull('busybox:9');
    },
    'images.pull busybox:9: unexpected EOF. Check the registry and the network of the engine',
  ],
  'image.unauthorized': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('unauthorized: authentication required', { status: 401 });
      await docker.images.pull('registry.example.com/private:1');
    },
    'images.pull registry.example.com/private:1: unauthorized: authentication required. Log in with `docker login`, and check that this account may do it',
  ],
  'image.in-use': [
    async (bench) => {
      await bench.box().create();
      await bench.docker.images.remove('busybox:1.36');
    },
    'images.remove busybox:1.36: conflict: unable to remove repository reference "busybox:1.36" (must force) - container <short id> is using its referenced image <short id>. Remove what uses it first, or remove it with force',
  ],
  'network.not-found': [
    ({ docker }) => docker.networks.inspect('absent'),
    'networks.inspect absent: network absent not found',
  ],
  'network.in-use': [
    async (bench) => {
      await bench.docker.networks.ensure('net');
      await bench.box().networks('net').slot().start();
      await bench.docker.networks.remove('net');
    },
    'networks.remove net: error while removing network: network net id <id> has active endpoints. Disconnect or remove the containers in it first',
  ],
  'volume.not-found': [
    ({ docker }) => docker.volumes.inspect('absent'),
    'volumes.inspect absent: get absent: no such volume',
  ],
  'volume.in-use': [
    async (bench) => {
      await bench.box().binds('data:/data').create();
      await bench.docker.volumes.remove('data');
    },
    'volumes.remove data: remove data: volume is in use - [<id>]. Remove the containers that use it first',
  ],
  'name.in-use': [
    async (bench) => {
      await bench.box().create();
      await bench.box('other').onConflict('error').create();
    },
    [
      "container.create box: the name 'box' is taken by an earlier container (<short id>). Set onConflict to 'adopt' or 'replace', or remove it",
      '  caused by engine.createContainer box: Conflict. The container name "/box" is already in use by container "<id>". You have to remove (or rename) that container to be able to reuse that name. Remove or rename the other container, or choose another name',
    ].join('\n'),
  ],
  'port.in-use': [
    (bench) =>
      refused(
        bench,
        'startContainer',
        500,
        'driver failed programming external connectivity on endpoint box: Bind for 127.0.0.1:8080 failed: port is already allocated',
        () => bench.box().ports('8080:80').slot().start(),
      ),
    'container.start box: driver failed programming external connectivity on endpoint box: Bind for 127.0.0.1:8080 failed: port is already allocated. Choose another host port, or 0 for a free one',
  ],
  'port.not-published': [
    async (bench) => (await running(bench)).port(80),
    'container.port box: the port 80/tcp is not published. No port is: publish it with ports()',
  ],
  'disk.full': [
    ({ folder }) =>
      onHost({ operation: 'container.copyFrom', subject: 'box', path: folder, to: 'write' }, () =>
        writeFile('/dev/full', 'x'),
      ),
    'container.copyFrom box: <folder> cannot be written: no space is left on the disk of this machine (ENOSPC). Make room there, or choose a path on another disk',
  ],
  'path.denied': [
    () => hostTrouble('EACCES'),
    'config /data/x: it cannot be read: this user may not (EACCES). Give the user that this process runs as the permission, or choose another path',
  ],
  'path.invalid': [
    () => hostTrouble('EISDIR'),
    'config /data/x: it cannot be read: it is a directory (EISDIR). Name a file',
  ],
  'path.failed': [
    () => hostTrouble('EMFILE'),
    'config /data/x: it cannot be read: this process has too many files open (EMFILE). Raise its limit, such as with ulimit -n',
  ],
  'path.not-found': [
    async (bench) => (await bench.box().create()).copyTo(join(bench.folder, 'absent'), '/x'),
    'container.copyTo <folder>/absent: it cannot be read: there is no such file or directory on this machine (ENOENT). Check the path: a relative one begins at the working directory',
  ],
  'path.in-use': [
    async (bench) => (await running(bench)).copyFrom('/etc/hostname', bench.folder),
    'container.copyFrom box: <folder> exists already. Choose another path, or pass overwrite: true',
  ],
  'archive.unsafe': [
    async (bench) => {
      await symlink('/etc/passwd', join(bench.folder, 'link'));
      await (await bench.box().create()).copyTo(bench.folder, '/x');
    },
    'container.copy "<folder>/link": it is a link to an absolute path',
  ],
  'dockerfile.invalid': [
    () => readDockerfile('FROM busybox\nCOPPY a b\n', 'Dockerfile'),
    'readDockerfile Dockerfile:2: unknown instruction COPPY; did you mean COPY?',
  ],
  'spec.invalid': [
    ({ docker }) => Container.builder(docker, 'Redis').ports('http').limits({ memory: 'much' }).spec,
    [
      'container.spec: 3 problems',
      '  image: got "Redis", expected a name in lower case, such as redis',
      '  ports[0]: got "http", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
      "  limits.memory: got \"much\", expected bytes or a size such as '512m', '1.5g' or '64MiB'",
    ].join('\n'),
  ],
  'config.invalid': [
    async ({ folder }) => {
      await writeFile(join(folder, 'docktopus.config.json'), '{ "logLevel": "loud", "lifetme": 5 }');
      const sources = { directory: folder, args: false, env: {}, envFile: false } as const;
      (await loadConfig(sources)).read(BlueprintEnvironment);
    },
    [
      'config: 1 problem',
      '  logLevel from <folder>/docktopus.config.json: got "loud", expected one of trace, debug, info, warn, error, fatal, silent',
    ].join('\n'),
  ],
  'context.invalid': [
    () =>
      new ContainerPool(
        'pool',
        { make: () => Container.prototype, start: async () => {} },
        { min: 3, max: 2 },
      ),
    [
      'context.pool pool: 1 problem',
      '  max: got 2, expected a whole number, 1 or more and not below min',
    ].join('\n'),
  ],
  'context.cycle': [
    (bench) => connect(Circle, bench),
    'context.plan a → b → a: these containers wait for each other. Remove one of these dependsOn',
  ],
  'context.failed': [(bench) => connect(Failing, bench), 'Failing.onInit: the licence has expired'],
  'context.closed': [
    async (bench) => {
      const cache = await connect(Cache, bench);
      await cache.close();
      await cache.container('busybox:1.36').create();
    },
    'context.container Cache: the context has been closed',
  ],
  'inject.failed': [
    () => Injector.create().resolve(Symbol('database')),
    'inject Symbol(database): nothing was provided for it. Provide it with injector.provide(token, …), or ask for a class',
  ],
  'pool.exhausted': [
    async (bench) => {
      await using pool = new ContainerPool(
        'sandbox',
        {
          make: () => bench.box().name('ab').slot(),
          start: async (box, signal) => void (await box.start({ signal })),
        },
        { min: 1, max: 1 },
      );
      await pool.lease();
      await pool.lease({ timeoutMs: 20 });
    },
    [
      'pool.lease sandbox: no container became free in time: 1 leased, 0 starting, at most 1. Give leases back earlier, wait longer with timeoutMs, or raise max',
      '  caused by pool.lease sandbox: no answer within 20 ms. Give it more time with timeoutMs, or look at what it waits for',
    ].join('\n'),
  ],
  'pool.closed': [
    async () => {
      const pool = new ContainerPool(
        'sandbox',
        { make: () => Container.prototype, start: async () => {} },
        { min: 0, max: 1 },
      );
      await pool.close();
      await pool.lease();
    },
    'pool.lease sandbox: the pool has been closed',
  ],
};
