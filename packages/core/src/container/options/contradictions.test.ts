import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');

function problemsOf(builder: ContainerBuilder): readonly string[] {
  try {
    builder.spec;
    return [];
  } catch (error) {
    return (error as { details: { issues: Parameters<typeof printIssue>[0][] } }).details.issues.map(
      printIssue,
    );
  }
}

test.each([
  [
    'swap below memory',
    box.limits({ memory: '2g', memorySwap: '1g' }),
    'limits.memorySwap: got 1 GiB, expected at least limits.memory (2 GiB), because it includes memory',
  ],
  [
    'swap without memory',
    box.limits({ memorySwap: 1_000 }),
    'limits.memorySwap: got 1000 bytes, expected limits.memory beside it, because it includes memory',
  ],
  [
    'a reservation above the limit',
    box.limits({ memory: '1m', memoryReservation: '2m' }),
    'limits.memoryReservation: got 2 MiB, expected at most limits.memory (1 MiB)',
  ],
  [
    'one host port for two container ports',
    box.ports('80:1', '80:2'),
    'ports: got 127.0.0.1:80/tcp twice, expected each host port once, because container ports 1 and 2 cannot share it',
  ],
  [
    'one host port on one and on all addresses',
    box.ports('80:1', '0.0.0.0:80:2'),
    'ports: got 0.0.0.0:80/tcp twice, expected each host port once, because container ports 1 and 2 cannot share it',
  ],
  [
    'two mounts at one path',
    box.binds('/a:/x').volumes('data:/x'),
    'mounts: got two mounts at "/x", expected one mount for each path in the container',
  ],
  [
    'a mount at the path of a tmpfs',
    box.binds('/a:/x').tmpfs('/x'),
    'mounts: got two mounts at "/x", expected one mount for each path in the container',
  ],
  [
    "ports on the host's network",
    box.networks('host').ports(80, '53/udp'),
    "networks: got 'host', expected a network that can publish ports, because this container publishes 80/tcp, 53/udp",
  ],
  [
    "the host's network with another",
    box.networks('host', 'mine'),
    "networks: got 'host' with 'mine', expected 'host' alone",
  ],
  [
    'a hostname on the network of another container',
    box.networks('container:x').hostname('y'),
    "hostname: got \"y\", expected none on network 'container:x', because the other container's hostname is used there",
  ],
  [
    'extra hosts on the network of another container',
    box.networks('container:x').extraHosts('a:1.2.3.4'),
    "extraHosts: got \"a\", expected none on network 'container:x', because the other container's host names are used there",
  ],
  [
    'automatic removal with restarts',
    box.autoRemove().restartPolicy('always'),
    "autoRemove: got true, expected false with the restart policy 'always', because the engine removes the container when it ends",
  ],
  [
    'automatic removal of a persistent container',
    box.autoRemove().lifetime('persistent'),
    "autoRemove: got true, expected false with the lifetime 'persistent', because the engine removes the container when it ends",
  ],
  [
    'ready.healthy() without a health check',
    box.healthcheck('none').readyWhen(ready.healthy()),
    "readyWhen: got ready.healthy(), expected a condition that needs no health check, because healthcheck is 'none'",
  ],
  [
    'a file on a read-only root',
    box.readOnlyRootfs().tmpfs('/tmp').files({ target: '/run/secrets/key', content: 'x' }),
    'files[0].target: got "/run/secrets/key", expected a path on a volume or a tmpfs, because readOnlyRootfs makes the rest read-only; add .volumes(\'/run/secrets\')',
  ],
  [
    'a file on a mount that is read-only',
    box.volumes('conf:/conf:ro').files({ target: '/conf/x', content: 'x' }),
    'files[0].target: got "/conf/x", expected a path that can be written, because the mount at /conf is read-only',
  ],
  [
    'a file in memory and restarts by the engine',
    box.tmpfs('/run').restartPolicy('always').files({ target: '/run/key', content: 'x' }),
    "files[0].target: got \"/run/key\", expected a path outside of the tmpfs at /run, because the engine empties it when the restart policy 'always' starts the container again; use .volumes('/run') instead",
  ],
])('a spec with %s is refused in words', (_what, builder, text) => {
  expect(problemsOf(builder)).toEqual([text]);
});

test.each([
  ['any free ports', box.ports('0:1', '0:2')],
  ['one port for two protocols', box.ports('80:1', '80:1/udp')],
  ['one port on two addresses', box.ports('127.0.0.1:80:1', '127.0.0.2:80:1', '[::1]:80:1')],
  ['automatic removal without restarts', box.autoRemove().restartPolicy('no')],
  [
    'a file on a volume of a read-only root',
    box.readOnlyRootfs().volumes('/conf').files({ target: '/conf/x', content: '' }),
  ],
  [
    'a file in memory of a read-only root',
    box.readOnlyRootfs().tmpfs('/run').files({ target: '/run/x', content: '' }),
  ],
  [
    'a file on a volume in memory',
    box.tmpfs('/run').volumes('/run/x').restartPolicy('always').files({ target: '/run/x/y', content: '' }),
  ],
])('a spec with %s is accepted', (_what, builder) => {
  expect(problemsOf(builder)).toEqual([]);
});
