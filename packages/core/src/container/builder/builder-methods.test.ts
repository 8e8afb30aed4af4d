import { expect, test } from 'vitest';
import { Secret } from '../../secrets/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';
import { ready } from '../ready/ready.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined }), {
  directory: '/srv/blueprint',
}).image('busybox:1.36');

type Field = Partial<ContainerSpec>;

/** What each method leaves in the spec. */
const methods: readonly [name: string, builder: ContainerBuilder, field: Field][] = [
  ['image', box.image('redis:7.4'), { image: 'redis:7.4' }],
  ['name', box.name('/cache'), { name: 'cache' }],
  ['env list', box.env(['A=1', 'B=', 'NOT_SET_HERE']), { env: { A: '1', B: '', NOT_SET_HERE: null } }],
  ['env object', box.env({ A: 1, B: true, C: null, D: undefined }), { env: { A: '1', B: 'true', C: null } }],
  ['cmd', box.cmd(['/bin/x', 'arg']), { cmd: ['/bin/x', 'arg'] }],
  ['entrypoint', box.entrypoint([]), { entrypoint: [''] }],
  ['workdir', box.workdir('/app'), { workdir: '/app' }],
  ['user', box.user('1000:1000'), { user: '1000:1000' }],
  ['hostname', box.hostname('cache-1.local'), { hostname: 'cache-1.local' }],
  ['labels list', box.labels(['a=1', 'b']), { labels: { a: '1', b: '' } }],
  ['labels object', box.labels({ a: '1' }), { labels: { a: '1' } }],
  [
    'networks',
    box.networks('a', { name: 'b', aliases: ['x'] }),
    { networks: [{ name: 'a' }, { name: 'b', aliases: ['x'] }] },
  ],
  ['healthcheck none', box.healthcheck('none'), { healthcheck: 'none' }],
  [
    'healthcheck line',
    box.healthcheck({ test: 'curl -f localhost', interval: '1m30s', timeout: 500, retries: 5 }),
    {
      healthcheck: {
        test: ['CMD-SHELL', 'curl -f localhost'],
        intervalMs: 90_000,
        timeoutMs: 500,
        retries: 5,
      },
    },
  ],
  ['healthcheck argv', box.healthcheck({ test: ['true'] }), { healthcheck: { test: ['CMD', 'true'] } }],
  [
    'healthcheck as the engine',
    box.healthcheck({ test: ['CMD', 'true'] }),
    { healthcheck: { test: ['CMD', 'true'] } },
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
  ['stopSignal', box.stopSignal('int'), { stopSignal: 'SIGINT' }],
  ['stopTimeout', box.stopTimeout('1m30s'), { stopTimeoutSeconds: 90 }],
  ['stopTimeout in ms', box.stopTimeout(2000), { stopTimeoutSeconds: 2 }],
  ['stopTimeout without end', box.stopTimeout(-1), { stopTimeoutSeconds: -1 }],
  ['dns', box.dns('1.1.1.1', '::1'), { dns: ['1.1.1.1', '::1'] }],
  ['sysctls', box.sysctls({ 'net.core.somaxconn': 1024 }), { sysctls: { 'net.core.somaxconn': '1024' } }],
  [
    'logDriver',
    box.logDriver('local', { 'max-size': '10m' }),
    { logDriver: { name: 'local', options: { 'max-size': '10m' } } },
  ],
  ['platform', box.platform('linux/arm64'), { platform: 'linux/arm64' }],
  ['pull', box.pull('never'), { pull: 'never' }],
  ['autoRemove', box.autoRemove(), { autoRemove: true }],
  ['tty', box.tty(), { tty: true }],
  ['openStdin', box.openStdin(), { openStdin: true }],
  [
    'readyWhen',
    box.readyWhen(ready.all(ready.port(80), ready.exit())),
    {
      readyWhen: {
        kind: 'all',
        conditions: [
          { kind: 'port', port: 80 },
          { kind: 'exit', code: 0 },
        ],
      },
    },
  ],
  ['lifetime', box.lifetime('persistent'), { lifetime: 'persistent' }],
  ['onConflict', box.onConflict('replace'), { onConflict: 'replace' }],
  [
    'dependsOn',
    box.dependsOn('db', { seed: 'completed' }),
    { dependsOn: { db: 'ready', seed: 'completed' } },
  ],
  ['strict', box.strict('warn'), { strict: 'warn' }],
  [
    'files',
    box.files(
      { target: '/etc/x', content: 'hi' },
      { target: '/s', content: new Uint8Array([0]), secret: true },
    ),
    {
      files: [
        {
          kind: 'content',
          target: '/etc/x',
          content: 'hi',
          encoding: 'utf8',
          mode: 0o644,
          uid: 0,
          gid: 0,
          secret: false,
        },
        {
          kind: 'content',
          target: '/s',
          content: new Secret('AA=='),
          encoding: 'base64',
          mode: 0o400,
          uid: 0,
          gid: 0,
          secret: true,
        },
      ],
    },
  ],
  [
    'files of the host',
    box.files({ target: '/etc/x', source: './x' }),
    {
      files: [{ kind: 'host', target: '/etc/x', source: '/srv/blueprint/x', uid: 0, gid: 0, secret: false }],
    },
  ],
  ['readyTimeout', box.readyTimeout('5m'), { readyTimeoutMs: 300_000 }],
  ['readyTimeout in ms', box.readyTimeout(1_500), { readyTimeoutMs: 1_500 }],
  ['keepOnFailure', box.keepOnFailure(), { keepOnFailure: true }],
  [
    'createOptions',
    box.createOptions({ HostConfig: { Memory: 4 } }),
    { createOptions: { HostConfig: { Memory: 4 } } },
  ],
  ['unsafe', box.unsafe({ Future: { x: [1] } }), { unsafe: { Future: { x: [1] } } }],
];

test.each(methods)('%s', (_name, builder, field) => {
  expect(builder.spec).toEqual({ ...box.spec, ...field });
});
