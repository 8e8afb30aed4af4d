import { expect, test } from 'vitest';
import type { ContainerSpec } from '../options/container-spec.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }), {
  directory: '/srv/blueprint',
}).image('busybox:1.36');

type Field = Partial<ContainerSpec>;

/** What each method that is about the host leaves in the spec. */
const methods: readonly [name: string, builder: ContainerBuilder, field: Field][] = [
  [
    'networks',
    box.networks('a', { name: 'b', aliases: ['x'] }),
    { networks: [{ name: 'a' }, { name: 'b', aliases: ['x'] }] },
  ],
  [
    'limits',
    box.limits({ memory: '256m', memorySwap: -1, cpus: '1.5', pids: 128, cpuset: '0-1', shmSize: 1024 }),
    {
      limits: {
        memoryBytes: 268_435_456,
        memorySwapBytes: -1,
        cpus: 1.5,
        pids: 128,
        cpuset: '0-1',
        shmBytes: 1024,
      },
    },
  ],
  [
    'ulimits',
    box.ulimits('nofile=1:2', { name: 'core', soft: 0 }),
    {
      ulimits: [
        { name: 'nofile', soft: 1, hard: 2 },
        { name: 'core', soft: 0, hard: 0 },
      ],
    },
  ],
  [
    'devices',
    box.devices('/dev/fuse', { hostPath: '/dev/a', permissions: 'r' }),
    {
      devices: [
        { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: 'rwm' },
        { hostPath: '/dev/a', containerPath: '/dev/a', permissions: 'r' },
      ],
    },
  ],
  ['gpus', box.gpus('all'), { gpus: [{ count: 'all', capabilities: ['gpu'], options: {} }] }],
  [
    'gpus by id',
    box.gpus({ deviceIds: ['0'], capabilities: ['compute'], driver: 'nvidia' }),
    {
      gpus: [{ driver: 'nvidia', deviceIds: ['0'], capabilities: ['gpu', 'compute'], options: {} }],
    },
  ],
  ['capAdd', box.capAdd('NET_ADMIN', 'CAP_SYS_TIME', 'NET_ADMIN'), { capAdd: ['NET_ADMIN', 'SYS_TIME'] }],
  ['capDrop', box.capDrop(['ALL']), { capDrop: ['ALL'] }],
  ['securityOpt', box.securityOpt('no-new-privileges'), { securityOpt: ['no-new-privileges'] }],
  ['readOnlyRootfs', box.readOnlyRootfs(), { readOnlyRootfs: true }],
  ['privileged', box.privileged(), { privileged: true }],
  ['pidMode', box.pidMode('container:app'), { pidMode: 'container:app' }],
  ['ipcMode', box.ipcMode('shareable'), { ipcMode: 'shareable' }],
  ['shmSize', box.limits({ pids: 1 }).shmSize('256m'), { limits: { pids: 1, shmBytes: 268_435_456 } }],
  ['groupAdd', box.groupAdd('video', 44, ['video']), { groupAdd: ['video', '44'] }],
  ['dnsSearch', box.dnsSearch('example.com', '.'), { dnsSearch: ['example.com', '.'] }],
  ['volumesFrom', box.volumesFrom('data', 'conf:ro'), { volumesFrom: ['data', 'conf:ro'] }],
  [
    'mounts',
    box.mounts(
      { type: 'tmpfs', target: '/run', size: '1m', mode: 0o700 },
      { type: 'image', source: 'assets:1', target: '/assets', subpath: 'www' },
      { type: 'bind', source: './conf', target: '/conf', readOnly: true },
      { type: 'volume', name: 'data', target: '/data' },
    ),
    {
      mounts: [
        { type: 'tmpfs', target: '/run', readOnly: false, sizeBytes: 1_048_576, mode: 0o700 },
        { type: 'image', source: 'assets:1', target: '/assets', subpath: 'www' },
        { type: 'bind', source: '/srv/blueprint/conf', target: '/conf', readOnly: true, createSource: false },
        { type: 'volume', name: 'data', target: '/data', readOnly: false, noCopy: false },
      ],
    },
  ],
  ['devices by CDI name', box.devices('nvidia.com/gpu=0'), { devices: [{ cdi: 'nvidia.com/gpu=0' }] }],
  [
    'gpus as docker run --gpus',
    box.gpus('device=0,1', '2'),
    {
      gpus: [
        { deviceIds: ['0', '1'], capabilities: ['gpu'], options: {} },
        { count: 2, capabilities: ['gpu'], options: {} },
      ],
    },
  ],
  ['limits with a fraction alone', box.limits({ cpus: '.5' }), { limits: { cpus: 0.5 } }],
  [
    'restartPolicy as an inspect says it',
    box.restartPolicy({ name: 'always', maximumRetryCount: 0 }),
    { restartPolicy: { name: 'always' } },
  ],
  [
    'tmpfs',
    box.tmpfs('/run', '/tmp:size=1m', { '/x': 'ro' }),
    { tmpfs: { '/run': '', '/tmp': 'size=1m', '/x': 'ro' } },
  ],
  [
    'binds short',
    box.binds(['./host:/ctr:ro']),
    {
      mounts: [
        { type: 'bind', source: '/srv/blueprint/host', target: '/ctr', readOnly: true, createSource: true },
      ],
    },
  ],
  [
    'binds long',
    box.binds({ source: './host', target: '/ctr' }),
    {
      mounts: [
        { type: 'bind', source: '/srv/blueprint/host', target: '/ctr', readOnly: false, createSource: false },
      ],
    },
  ],
  [
    'volumes',
    box.volumes('data:/data:ro', '/anon', { name: 'x1', target: '/x', driver: 'local' }),
    {
      mounts: [
        { type: 'volume', name: 'data', target: '/data', readOnly: true, noCopy: false },
        { type: 'volume', target: '/anon', readOnly: false, noCopy: false },
        {
          type: 'volume',
          name: 'x1',
          target: '/x',
          readOnly: false,
          noCopy: false,
          driver: { name: 'local', options: {} },
        },
      ],
    },
  ],
  [
    'portBindings',
    box.portBindings({ '8080/tcp': [{ hostIp: '0.0.0.0', hostPort: '80' }] }),
    {
      ports: [{ containerPort: 8080, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 80 }],
    },
  ],
  [
    'ports',
    box.ports(80, '8080:81', { '6379/tcp': { hostIp: '127.0.0.1', hostPort: 0 }, 53: 5353 }),
    {
      ports: [
        { containerPort: 80, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 0 },
        { containerPort: 81, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 8080 },
        { containerPort: 53, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 5353 },
        { containerPort: 6379, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 0 },
      ],
    },
  ],
  ['runtime', box.runtime('runsc'), { runtime: 'runsc' }],
  [
    'restartPolicy',
    box.restartPolicy({ name: 'on-failure', maximumRetryCount: 5 }),
    {
      restartPolicy: { name: 'on-failure', maximumRetryCount: 5 },
    },
  ],
  [
    'restartPolicy short',
    box.restartPolicy('on-failure:5'),
    { restartPolicy: { name: 'on-failure', maximumRetryCount: 5 } },
  ],
  [
    'extraHosts',
    box.extraHosts('a:1.2.3.4', { b: '[::1]' }),
    {
      extraHosts: [
        { host: 'a', address: '1.2.3.4' },
        { host: 'b', address: '::1' },
      ],
    },
  ],
  ['init', box.init(), { init: true }],
  ['dns', box.dns('1.1.1.1', '::1'), { dns: ['1.1.1.1', '::1'] }],
  ['sysctls', box.sysctls({ 'net.core.somaxconn': 1024 }), { sysctls: { 'net.core.somaxconn': '1024' } }],
  [
    'logDriver',
    box.logDriver('local', { 'max-size': '10m' }),
    { logDriver: { name: 'local', options: { 'max-size': '10m' } } },
  ],
];

test.each(methods)('%s sets its field of the spec', (_name, builder, field) => {
  expect(builder.spec).toEqual({ ...box.spec, ...field });
});
