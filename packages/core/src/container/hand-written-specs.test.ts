import { FakeEngine } from '@docktopus/testing';
import { expect, test } from 'vitest';
import { connectDocker } from '../engine/index.ts';
import { isDocktopusError } from '../errors/index.ts';
import { Container } from './container.ts';
import type { ContainerSpec } from './options/container-spec.ts';

const SPEC: ContainerSpec = Container.builder(undefined, 'busybox:1.36').cmd(['sleep', '600']).spec;

function fail(): never {
  throw new Error('no entry');
}

const unreadable = new Proxy(
  {},
  {
    get: () => fail(),
    ownKeys: () => fail(),
  },
);

/** Values that no field of a spec accepts. */
const NEVER: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['NaN', Number.NaN],
  ['a fraction below zero', -1.5],
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a bigint', 5n],
  ['an object that throws when it is read', unreadable],
  ['a text with a NUL byte', 'a\0b'],
];

const FIELDS: readonly (keyof ContainerSpec)[] = [
  'image', 'name', 'env', 'cmd', 'entrypoint', 'workdir', 'user', 'hostname', 'labels', 'networks', 'healthcheck',
  'limits', 'ulimits', 'devices', 'gpus', 'capAdd', 'capDrop', 'securityOpt', 'privileged', 'pidMode', 'ipcMode',
  'groupAdd', 'readOnlyRootfs', 'tmpfs', 'mounts', 'volumesFrom', 'ports', 'runtime', 'restartPolicy', 'extraHosts',
  'init', 'stopSignal', 'stopTimeoutSeconds', 'dns', 'dnsSearch', 'sysctls', 'logDriver', 'platform', 'pull',
  'autoRemove', 'tty', 'openStdin', 'readyWhen', 'readyTimeoutMs', 'lifetime', 'onConflict', 'dependsOn', 'strict',
  'files', 'keepOnFailure', 'createOptions', 'unsafe',
]; // biome-ignore format: rows

function refusalOf(spec: unknown) {
  try {
    Container.slot(docker, spec as ContainerSpec);
  } catch (error) {
    if (isDocktopusError(error, 'spec.invalid')) return error.details.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

const fake = new FakeEngine({ ports: 'none' });
const docker = await connectDocker({ transport: fake });

test.each(FIELDS)('a slot whose spec has a wrong %s is refused by the name of the field', (field) => {
  for (const [what, value] of NEVER) {
    expect(refusalOf({ ...SPEC, [field]: value }), what).toEqual([expect.stringMatching(`^${field}\\b`)]);
  }
});

test.each<[string, unknown, string]>([
  ['ports', [{ containerPort: 80, protocol: 'tcp', hostIp: '' }], 'ports[0].hostPort'],
  ['ports', [{ containerPort: 80, protocol: 'icmp', hostIp: '', hostPort: 0 }], 'ports[0].protocol'],
  ['mounts', [{ type: 'bind', source: '/a' }], 'mounts[0].target'],
  ['files', [{ kind: 'content', target: '/a', content: 'x', uid: -1, gid: 0 }], 'files[0].uid'],
  ['limits', { memoryBytes: '256m' }, 'limits.memoryBytes'],
  ['restartPolicy', { name: 'alway' }, 'restartPolicy.name'],
  ['networks', [{ aliases: ['x'] }], 'networks[0].name'],
  ['env', { KEY: 1 }, 'env.KEY'],
  ['readyWhen', {}, 'readyWhen.kind'],
  ['healthcheck', { test: 'true' }, 'healthcheck.test'],
  ['imgae', 'x', 'imgae'],
])('a wrong part of %s is named with its place', (field, value, path) => {
  expect(refusalOf({ ...SPEC, [field]: value })).toEqual([path]);
});

test('all problems of a spec are told at once, and no value of a variable is', () => {
  const spec = { ...SPEC, cmd: 'sleep', tty: 'yes', env: { PASSWORD: 12_345 } };
  expect(refusalOf(spec)).toEqual(['env.PASSWORD', 'cmd', 'tty']);
  expect(() => Container.slot(docker, spec as never)).toThrow(
    'env.PASSWORD: got [hidden], expected a string or null\n',
  );
});

test('what is no client, owner or list of options is refused by its name', () => {
  const slot = Container.slot as (...given: unknown[]) => unknown;
  expect(() => slot.call(Container, {}, SPEC)).toThrow(/docker: got \{\}, expected the client/);
  expect(() => slot.call(Container, docker, SPEC, 'me')).toThrow(/owner: got "me", expected a function/);
  expect(() => slot.call(Container, docker, SPEC, undefined, null)).toThrow(
    /options: got null, expected an object/,
  );
});

test('a spec that came as JSON makes the container that its builder would make', async () => {
  const builder = Container.builder(docker, 'busybox:1.36')
    .cmd(['sleep', '600'])
    .env({ A: '1', B: null })
    .ports(8080)
    .limits({ memory: '64m', cpus: 0.5 })
    .restartPolicy('on-failure:3')
    .volumes({ name: 'data', target: '/data' })
    .tmpfs({ '/t': 'size=1m' })
    .healthcheck({ test: 'true', interval: '5s' })
    .networks({ name: 'bridge' });
  const box = Container.slot(docker, JSON.parse(JSON.stringify(builder.spec)) as ContainerSpec);
  await box.create();
  expect(await box.status()).toBe('created');
  await box.remove();
});
