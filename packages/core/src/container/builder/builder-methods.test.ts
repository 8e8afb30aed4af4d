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
  ['stopSignal', box.stopSignal('int'), { stopSignal: 'SIGINT' }],
  ['stopTimeout', box.stopTimeout('1m30s'), { stopTimeoutSeconds: 90 }],
  ['stopTimeout in ms', box.stopTimeout(2000), { stopTimeoutSeconds: 2 }],
  ['stopTimeout without end', box.stopTimeout(-1), { stopTimeoutSeconds: -1 }],
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

test.each(methods)('%s sets its field of the spec', (_name, builder, field) => {
  expect(builder.spec).toEqual({ ...box.spec, ...field });
});
