import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { connectDocker, DockerContext } from '@docktopus/core';
import type { EngineTransport } from '@docktopus/core/engine';
import type { Rows } from './bench.ts';

/** One representative of each code of the engine, and of images, networks and volumes. */
export const engineRows: Rows = {
  aborted: [
    ({ docker }) => docker.engine.ping({ signal: AbortSignal.abort(new Error('the user has left')) }),
    ['engine.ping: the caller aborted', '  caused by Error: the user has left'].join('\n'),
  ],
  timeout: [
    async ({ fake, docker }) => {
      using _hangs = fake.hang('ping');
      await docker.engine.ping({ timeoutMs: 20 });
    },
    'engine.ping: no answer within 20 ms. Raise timeoutMs, or find out what it waits for',
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
      bench.refused('listContainers', 500, 'the database is corrupt', () =>
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
      'networks.ensure net: one with this name exists, and differs from what was asked for',
      '  internal: false is there, true was asked for',
      'Remove it, choose another name, or ask for what exists',
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
  'policy.refused': [
    async ({ fake }) => {
      const docker = await connectDocker({ transport: fake, policy: {} });
      await docker.engine.createContainer(
        { Image: 'busybox', HostConfig: { Privileged: true } },
        { name: 'box' },
      );
    },
    [
      'policy box: 1 problem',
      '  HostConfig.Privileged: got true, expected no value, because the policy allows no more; policy: { privileged: true } allows it',
    ].join('\n'),
  ],
  'engine.read-only': [
    async (bench) => {
      const ctx = await bench.connect(DockerContext, { dryRun: true });
      await ctx.docker.engine.removeContainer('box');
    },
    'engine.removeContainer box: nothing is changed in a dry run. Check the setting dryRun before the call; networks and volumes of the context are planned anyway',
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
  'image.not-found': [
    ({ docker }) => docker.images.inspect('absent:1'),
    'images.inspect absent:1: no such image: absent:1: No such image: absent:1. Check the reference; if the repository is private, log in with `docker login`',
  ],
  'image.pull-failed': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('filesystem layer verification failed');
      await docker.images.pull('busybox:9');
    },
    'images.pull busybox:9: filesystem layer verification failed. Check the registry and the network of the engine',
  ],
  'image.build-failed': [
    async (bench) => {
      await writeFile(join(bench.folder, 'Dockerfile'), 'FROM busybox:1.36\nRUN make\n');
      const words = 'The command returned a non-zero code: 2';
      await bench.refused('buildImage', 500, words, () => bench.docker.images.build(bench.folder));
    },
    'images.build <folder>: The command returned a non-zero code: 2',
  ],
  'image.unauthorized': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('unauthorized: authentication required', { status: 401 });
      await docker.images.pull('registry.example.com/private:1');
    },
    'images.pull registry.example.com/private:1: unauthorized: authentication required. Log in with `docker login`, and check that this account may do it',
  ],
  'image.rate-limited': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('toomanyrequests: You have reached your pull rate limit.');
      await docker.images.pull('redis:9');
    },
    'images.pull redis:9: toomanyrequests: You have reached your pull rate limit. Log in with `docker login` for a higher limit, set dockerHubPrefix to a mirror, or wait',
  ],
  'image.no-platform': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('no matching manifest for linux/s390x in the manifest list entries');
      await docker.images.pull('redis:9', { platform: 'linux/s390x' });
    },
    'images.pull redis:9: no matching manifest for linux/s390x in the manifest list entries. Choose a platform that the image has, or leave platform() unset',
  ],
  'registry.untrusted': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('x509: certificate signed by unknown authority');
      await docker.images.pull('registry.example.com/app:1');
    },
    "images.pull registry.example.com/app:1: x509: certificate signed by unknown authority. Put the registry's CA certificate on the engine's host, into /etc/docker/certs.d/<registry>/ca.crt",
  ],
  'registry.insecure': [
    async ({ fake, docker }) => {
      using _fault = fake.pullFails('http: server gave HTTP response to HTTPS client');
      await docker.images.pull('registry.example.com/app:1');
    },
    "images.pull registry.example.com/app:1: http: server gave HTTP response to HTTPS client. The registry speaks plain HTTP: give it TLS, or add it to insecure-registries in the engine's daemon.json",
  ],
  'network.no-addresses': [
    (bench) =>
      bench.refused('createNetwork', 400, 'all predefined address pools have been fully subnetted', () =>
        bench.docker.networks.create('net'),
      ),
    'networks.create net: all predefined address pools have been fully subnetted. Remove networks that are not used, with `docker network prune`, or give this one a subnet',
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
};
