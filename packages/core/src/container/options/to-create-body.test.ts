import { expect, test } from 'vitest';
import type { CreateContainerBody } from '../../engine/index.ts';
import { ContainerBuilder } from '../builder/container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }), {
  directory: '/srv/blueprint',
}).image('busybox:1.36');

const bodies: readonly [what: string, builder: typeof box, body: CreateContainerBody][] = [
  ['nothing', box, {}],
  ['env', box.env({ A: '1', B: '', C: null }), { Env: ['A=1', 'B=', 'C'] }],
  ['a command', box.cmd(['a']).entrypoint(['b']), { Cmd: ['a'], Entrypoint: ['b'] }],
  [
    'a process',
    box.workdir('/a').user('1').tty().openStdin(),
    { WorkingDir: '/a', User: '1', Tty: true, OpenStdin: true },
  ],
  ['stopping', box.stopSignal('INT').stopTimeout('5s'), { StopSignal: 'SIGINT', StopTimeout: 5 }],
  ['no health check', box.healthcheck('none'), { Healthcheck: { Test: ['NONE'] } }],
  [
    'a health check',
    box.healthcheck({
      test: ['true'],
      interval: 1.5,
      timeout: '1s',
      startPeriod: '1m',
      startInterval: 1,
      retries: 2,
    }),
    {
      Healthcheck: {
        Test: ['CMD', 'true'],
        Interval: 1_500_000,
        Timeout: 1_000_000_000,
        StartPeriod: 60_000_000_000,
        StartInterval: 1_000_000,
        Retries: 2,
      },
    },
  ],
  [
    'limits',
    box.limits({
      memory: '256m',
      memorySwap: -1,
      memoryReservation: '1m',
      cpus: 0.5,
      cpuShares: 512,
      cpuset: '0',
      pids: 128,
      shmSize: '64m',
      blkioWeight: 10,
    }),
    {
      HostConfig: {
        Memory: 268_435_456,
        MemorySwap: -1,
        MemoryReservation: 1_048_576,
        NanoCpus: 500_000_000,
        CpuShares: 512,
        CpusetCpus: '0',
        PidsLimit: 128,
        ShmSize: 67_108_864,
        BlkioWeight: 10,
      },
    },
  ],
  ['a third of a CPU', box.limits({ cpus: 1 / 3 }), { HostConfig: { NanoCpus: 333_333_333 } }],
  [
    'devices',
    box.ulimits('core=0').devices('/dev/fuse').gpus('all'),
    {
      HostConfig: {
        Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
        Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm' }],
        DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
      },
    },
  ],
  [
    'ports',
    box.ports('8080:80', '[::1]:0:80', '8000-8010:53/udp'),
    {
      ExposedPorts: { '80/tcp': {}, '53/udp': {} },
      HostConfig: {
        PortBindings: {
          '80/tcp': [
            { HostIp: '127.0.0.1', HostPort: '8080' },
            { HostIp: '::1', HostPort: '' },
          ],
          '53/udp': [{ HostIp: '127.0.0.1', HostPort: '8000-8010' }],
        },
      },
    },
  ],
  [
    'short mounts as binds, an anonymous volume as a volume',
    box.binds('./a:/a:ro,z').volumes('data:/b:nocopy', '/c'),
    { Volumes: { '/c': {} }, HostConfig: { Binds: ['/srv/blueprint/a:/a:ro,z', 'data:/b:nocopy'] } },
  ],
  [
    'long mounts as mounts, which fail when a path is missing',
    box
      .binds({ source: '/a:b', target: '/a', readOnly: true, propagation: 'rslave' })
      .volumes({ name: 'data', target: '/b', labels: { x: '1' }, subpath: 'sub' })
      .volumes({ target: '/c', noCopy: true }),
    {
      HostConfig: {
        Mounts: [
          {
            Type: 'bind',
            Source: '/a:b',
            Target: '/a',
            ReadOnly: true,
            BindOptions: { Propagation: 'rslave' },
          },
          {
            Type: 'volume',
            Source: 'data',
            Target: '/b',
            VolumeOptions: { Labels: { x: '1' }, Subpath: 'sub' },
          },
          { Type: 'volume', Target: '/c', VolumeOptions: { NoCopy: true } },
        ],
      },
    },
  ],
  [
    'restart',
    box.restartPolicy('on-failure:5'),
    { HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 } } },
  ],
  ['restart always', box.restartPolicy('always'), { HostConfig: { RestartPolicy: { Name: 'always' } } }],
  ['a mode', box.networks('host'), { HostConfig: { NetworkMode: 'host' } }],
  [
    'the first network only',
    box.networks({ name: 'a', aliases: ['x'], ipv4Address: '10.0.0.2' }, 'b'),
    {
      HostConfig: { NetworkMode: 'a' },
      NetworkingConfig: {
        EndpointsConfig: { a: { Aliases: ['x'], IPAMConfig: { IPv4Address: '10.0.0.2' } } },
      },
    },
  ],
  [
    'the rest of the host',
    box
      .capAdd('NET_ADMIN')
      .capDrop('ALL')
      .securityOpt('no-new-privileges')
      .readOnlyRootfs()
      .tmpfs('/run:size=1m')
      .runtime('runsc')
      .extraHosts('a=[::1]')
      .init(false)
      .dns('1.1.1.1')
      .sysctls({ 'net.core.somaxconn': 1 })
      .logDriver('local', { 'max-size': '1m' })
      .autoRemove(),
    {
      HostConfig: {
        CapAdd: ['NET_ADMIN'],
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        ReadonlyRootfs: true,
        Tmpfs: { '/run': 'size=1m' },
        Runtime: 'runsc',
        ExtraHosts: ['a:::1'],
        Init: false,
        Dns: ['1.1.1.1'],
        Sysctls: { 'net.core.somaxconn': '1' },
        LogConfig: { Type: 'local', Config: { 'max-size': '1m' } },
        AutoRemove: true,
      },
    },
  ],
  [
    'privileges and namespaces',
    box.privileged().pidMode('host').ipcMode('host').groupAdd(44).dnsSearch('local').volumesFrom('data:ro'),
    {
      HostConfig: {
        Privileged: true,
        PidMode: 'host',
        IpcMode: 'host',
        GroupAdd: ['44'],
        DnsSearch: ['local'],
        VolumesFrom: ['data:ro'],
      },
    },
  ],
  [
    'mounts of every kind',
    box
      .mounts({ type: 'tmpfs', target: '/run', size: '1m', mode: 0o700, readOnly: true })
      .mounts(
        { type: 'tmpfs', target: '/tmp' },
        { type: 'image', source: 'a:1', target: '/a', subpath: 'www' },
      ),
    {
      HostConfig: {
        Mounts: [
          {
            Type: 'tmpfs',
            Target: '/run',
            ReadOnly: true,
            TmpfsOptions: { SizeBytes: 1_048_576, Mode: 0o700 },
          },
          { Type: 'tmpfs', Target: '/tmp' },
          { Type: 'image', Source: 'a:1', Target: '/a', ImageOptions: { Subpath: 'www' } },
        ],
      },
    },
  ],
  [
    'GPUs beside devices of the Container Device Interface',
    box.gpus('all').devices('vendor.com/net=eth0', '/dev/fuse', 'vendor.com/net=eth1'),
    {
      HostConfig: {
        Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm' }],
        DeviceRequests: expect.arrayContaining([
          { Count: -1, Capabilities: [['gpu']] },
          { Driver: 'cdi', DeviceIDs: ['vendor.com/net=eth0', 'vendor.com/net=eth1'] },
        ]),
      },
    },
  ],
  [
    'createOptions over everything, deeply',
    box
      .limits({ memory: '256m', pids: 1 })
      .labels({ a: '1', b: '1' })
      .capAdd('KILL')
      .createOptions({
        Labels: { b: '2' },
        HostConfig: { Memory: 4_194_304, CapAdd: ['X'], Init: null, OomScoreAdj: -500 },
      }),
    {
      Labels: { a: '1', b: '2' },
      HostConfig: { Memory: 4_194_304, PidsLimit: 1, CapAdd: ['X'], Init: null, OomScoreAdj: -500 },
    },
  ],
  [
    'unsafe over that',
    box.createOptions({ HostConfig: { Memory: 1 } }).unsafe({ HostConfig: { Memory: 'x', Future: [1] } }),
    { HostConfig: { Memory: 'x', Future: [1] } } as unknown as CreateContainerBody,
  ],
];

test.each(bodies)('%s', (_what, builder, body) => {
  expect(builder.toCreateOptions()).toEqual({ Image: 'busybox:1.36', HostConfig: {}, ...body });
});

test('options that the engine does not know are not in the body', () => {
  const builder = box
    .name('x1')
    .platform('linux/arm64')
    .pull('never')
    .lifetime('persistent')
    .keepOnFailure()
    .dependsOn('y');
  expect(builder.toCreateOptions()).toEqual(box.toCreateOptions());
});

test('a body survives JSON unchanged', () => {
  for (const [, builder] of bodies) {
    const body = builder.toCreateOptions();
    expect(JSON.parse(JSON.stringify(body))).toEqual(body);
  }
});
