import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container, ContainerBuilder } from '@docktopus/core';
import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';
import { uniqueName } from '../support/engine.ts';

/** What the engine says it has made of a spec. */
async function inspected(builder: ContainerBuilder<Container>) {
  const container = await builder.create();
  return container.inspect();
}

test('every setting of the process arrives', async () => {
  await using boxes = await Boxes.connect();
  const { Config } = await inspected(
    boxes
      .box()
      .env({ A: 'a=b', EMPTY: '' })
      .cmd(['sleep', '60'])
      .entrypoint(['/bin/busybox'])
      .workdir('/tmp')
      .user('1000:1000')
      .hostname('cache-1')
      .healthcheck({ test: ['true'], interval: '1m30s', timeout: 500, startPeriod: '1s', retries: 2 })
      .stopSignal('int')
      .stopTimeout('3s')
      .tty()
      .openStdin(),
  );
  expect(Config).toMatchObject({
    Env: expect.arrayContaining(['A=a=b', 'EMPTY=']),
    Cmd: ['sleep', '60'],
    Entrypoint: ['/bin/busybox'],
    WorkingDir: '/tmp',
    User: '1000:1000',
    Hostname: 'cache-1',
    Healthcheck: {
      Test: ['CMD', 'true'],
      Interval: 90_000_000_000,
      Timeout: 500_000_000,
      StartPeriod: 1_000_000_000,
      Retries: 2,
    },
    StopSignal: 'SIGINT',
    StopTimeout: 3,
    Tty: true,
    OpenStdin: true,
  });
});

test('every setting of the host arrives', async () => {
  await using boxes = await Boxes.withNetwork();
  const { HostConfig } = await inspected(
    boxes
      .networked()
      .limits({
        memory: '64m',
        memorySwap: '128m',
        memoryReservation: '32m',
        cpus: 0.5,
        pids: 50,
        shmSize: '1m',
      })
      .ulimits('nofile=1024:2048')
      .devices('/dev/null:/dev/mine:r')
      .capAdd('NET_ADMIN')
      .capDrop('CAP_MKNOD')
      .securityOpt('no-new-privileges')
      .readOnlyRootfs()
      .tmpfs('/run:rw,size=1m')
      .restartPolicy('on-failure:5')
      .extraHosts('a:1.2.3.4', { b: '[::1]' }, 'host.docker.internal:host-gateway')
      .init()
      .dns('1.1.1.1')
      .sysctls({ 'net.ipv4.ip_unprivileged_port_start': 0 })
      .logDriver('json-file', { 'max-size': '1m' }),
  );
  expect(HostConfig).toMatchObject({
    Memory: 67_108_864,
    MemorySwap: 134_217_728,
    MemoryReservation: 33_554_432,
    NanoCpus: 500_000_000,
    PidsLimit: 50,
    ShmSize: 1_048_576,
    Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 2048 }],
    Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/mine', CgroupPermissions: 'r' }],
    CapAdd: [expect.stringContaining('NET_ADMIN')],
    CapDrop: [expect.stringContaining('MKNOD')],
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: true,
    Tmpfs: { '/run': 'rw,size=1m' },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
    ExtraHosts: ['a:1.2.3.4', 'b:::1', 'host.docker.internal:host-gateway'],
    Init: true,
    Dns: ['1.1.1.1'],
    Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
  });
});

test('published ports are bound to this host only, unless the spec says otherwise', async () => {
  await using boxes = await Boxes.withNetwork();
  const container = await boxes.networked().ports(80, '0.0.0.0:0:81', '20480-20490:82/udp').create();
  await container.start({ until: 'started' });
  const { NetworkSettings } = await container.inspect();
  expect(NetworkSettings.Ports).toMatchObject({
    '80/tcp': [{ HostIp: '127.0.0.1' }],
    '81/tcp': [{ HostIp: '0.0.0.0' }],
    '82/udp': [{ HostIp: '127.0.0.1', HostPort: expect.stringMatching(/^204(8\d|90)$/) }],
  });
});

test('a short bind makes a missing path, a long one refuses it', async () => {
  await using boxes = await Boxes.connect();
  const directory = await mkdtemp(join(tmpdir(), 'docktopus-bind-'));
  try {
    const short = await inspected(boxes.box().binds(`${directory}/made:/data:ro`));
    expect(short.Mounts).toMatchObject([{ Type: 'bind', Destination: '/data', RW: false }]);
    const long = boxes.box().binds({ source: `${directory}/missing`, target: '/data' });
    await expect(long.create()).rejects.toThrow(/bind source path does not exist/);
    const present = await inspected(
      boxes.box().binds({ source: directory, target: '/data', readOnly: true }),
    );
    expect(present.Mounts).toMatchObject([
      { Type: 'bind', Source: directory, Destination: '/data', RW: false },
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a variable set to null is not in the container, whatever the image says', async () => {
  await using boxes = await Boxes.connect();
  const container = await boxes.box().cmd(['/bin/busybox', 'env']).env({ PATH: null, A: '1' }).create();
  await container.start({ waitForExit: true });
  const lines: string[] = [];
  for await (const { line } of container.logs()) lines.push(line);
  expect(lines).toContain('A=1');
  expect(lines.filter((line) => line.startsWith('PATH'))).toEqual([]);
});

test('volumes arrive, named and anonymous, `:ro` included', async () => {
  await using boxes = await Boxes.connect();
  const name = uniqueName('volume');
  const builder = boxes.box().volumes(`${name}:/data:ro`, '/scratch', { target: '/more', noCopy: true });
  const container = await builder.create();
  try {
    const { Mounts } = await container.inspect();
    const byPath = Object.fromEntries((Mounts ?? []).map((mount) => [mount.Destination, mount]));
    expect(byPath).toMatchObject({
      '/data': { Type: 'volume', Name: name, RW: false },
      '/scratch': { Type: 'volume', RW: true },
      '/more': { Type: 'volume', RW: true },
    });
  } finally {
    await container.remove({ force: true, volumes: true });
    await boxes.docker.volumes.remove(name);
  }
});

test('a limit set by createOptions arrives verbatim', async () => {
  await using boxes = await Boxes.connect();
  const { HostConfig } = await inspected(
    boxes
      .box()
      .limits({ memory: '64m', pids: 10 })
      .createOptions({ HostConfig: { Memory: 33_554_432, OomScoreAdj: 500 } }),
  );
  expect(HostConfig).toMatchObject({ Memory: 33_554_432, PidsLimit: 10, OomScoreAdj: 500 });
});

test('a field that the engine does not know passes under unsafe only', async () => {
  await using boxes = await Boxes.connect();
  expect(() => boxes.box().createOptions({ HostConfig: { Memroy: 1 } } as never).spec).toThrow(
    "did you mean 'Memory'?",
  );
  expect((await inspected(boxes.box().unsafe({ HostConfig: { Memroy: 1 } }))).HostConfig).not.toHaveProperty(
    'Memroy',
  );
});

test('privileges, namespaces, groups and search domains arrive', async () => {
  await using boxes = await Boxes.connect();
  const { HostConfig } = await inspected(
    boxes
      .box()
      .privileged()
      .pidMode('host')
      .ipcMode('shareable')
      .groupAdd(44)
      .dnsSearch('example.com')
      .shmSize('2m'),
  );
  expect(HostConfig).toMatchObject({
    Privileged: true,
    PidMode: 'host',
    IpcMode: 'shareable',
    GroupAdd: ['44'],
    DnsSearch: ['example.com'],
    ShmSize: 2_097_152,
  });
});

test('a tmpfs mount has its size and mode inside, and volumes of another container are there', async () => {
  await using boxes = await Boxes.connect();
  const data = await boxes.box().volumes('/data').cmd(['sh', '-c', 'echo hi > /data/x; sleep 600']).create();
  await data.start();
  const box = await boxes
    .box()
    .mounts({ type: 'tmpfs', target: '/scratch', size: '1m', mode: 0o700 })
    .volumesFrom(`${data.id}:ro`)
    .create();
  await box.start();
  const { stdout } = await box.exec([
    'sh',
    '-c',
    'mount | grep /scratch; cat /data/x; touch /data/y || echo read-only',
  ]);
  expect(stdout).toMatch(/tmpfs on \/scratch .*size=1024k.*mode=700/);
  expect(stdout).toMatch(/^hi\nread-only$/m);
});
