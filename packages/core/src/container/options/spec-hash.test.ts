import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../json/index.ts';
import { ContainerBuilder } from '../builder/container-builder.ts';
import { ready } from '../ready/ready.ts';
import { options } from './index.ts';
import { specHash } from './spec-hash.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');
type Builder = typeof box;

const hashOf = (builder: Builder) => specHash(builder.spec);

/** For each field of a spec, two builders that differ in nothing else. */
const differences: Record<keyof typeof options, readonly [Builder, Builder]> = {
  image: [box, box.image('busybox:1.37')],
  env: [box.env(['A=1']), box.env(['A=2'])],
  cmd: [box.cmd(['a', 'b']), box.cmd(['b', 'a'])],
  entrypoint: [box, box.entrypoint([])],
  workdir: [box, box.workdir('/a')],
  user: [box, box.user('1')],
  hostname: [box, box.hostname('a')],
  labels: [box, box.labels({ a: '' })],
  healthcheck: [box, box.healthcheck('none')],
  limits: [box.limits({ pids: 1 }), box.limits({ pids: 2 })],
  ulimits: [box, box.ulimits('core=0')],
  devices: [box, box.devices('/dev/fuse')],
  gpus: [box, box.gpus(1)],
  capAdd: [box, box.capAdd('KILL')],
  capDrop: [box, box.capDrop('KILL')],
  securityOpt: [box, box.securityOpt('no-new-privileges')],
  readOnlyRootfs: [box, box.readOnlyRootfs()],
  privileged: [box, box.privileged()],
  pidMode: [box, box.pidMode('host')],
  ipcMode: [box.ipcMode('private'), box.ipcMode('shareable')],
  groupAdd: [box.groupAdd(1), box.groupAdd(2)],
  volumesFrom: [box, box.volumesFrom('data')],
  dnsSearch: [box, box.dnsSearch('local')],
  tmpfs: [box, box.tmpfs('/run')],
  mounts: [box.binds('/a:/a'), box.binds('/a:/a:ro')],
  ports: [box.ports(80), box.ports('0.0.0.0::80')],
  runtime: [box, box.runtime('runsc')],
  restartPolicy: [box, box.restartPolicy('no')],
  extraHosts: [box, box.extraHosts('a:1.2.3.4')],
  init: [box, box.init(false)],
  stopSignal: [box, box.stopSignal('INT')],
  stopTimeoutSeconds: [box, box.stopTimeout('1s')],
  dns: [box, box.dns('1.1.1.1')],
  sysctls: [box, box.sysctls({ 'net.a': 1 })],
  logDriver: [box, box.logDriver('local')],
  autoRemove: [box, box.autoRemove()],
  tty: [box, box.tty()],
  openStdin: [box, box.openStdin()],
  createOptions: [box, box.createOptions({ HostConfig: { OomScoreAdj: 1 } })],
  unsafe: [box, box.unsafe({ X: 1 })],
  networks: [box.networks('a', 'b'), box.networks('a', 'c')],
  platform: [box, box.platform('linux/arm64')],
  files: [box.files({ target: '/a', content: 'x' }), box.files({ target: '/a', content: 'y' })],
  lifetime: [box, box.lifetime('persistent')],
  name: [box, box.name('x1')],
  pull: [box, box.pull('never')],
  onConflict: [box, box.onConflict('adopt')],
  strict: [box, box.strict('warn')],
  keepOnFailure: [box, box.keepOnFailure()],
  dependsOn: [box, box.dependsOn('x')],
  readyWhen: [box, box.readyWhen(ready.http(80, '/', { predicate: () => true }))],
  readyTimeoutMs: [box, box.readyTimeout('5m')],
};

test.each(Object.entries(differences))('%s', async (field, [a, b]) => {
  const volatile = options[field as keyof typeof options].hash === 'volatile';
  expect((await hashOf(a)) === (await hashOf(b))).toBe(volatile);
});

test('the order in which things were said does not count, that of lists does', async () => {
  const one = box.env(['A=1', 'B=2']).labels({ a: '1', b: '2' }).user('1').limits({ pids: 1, cpus: 1 });
  const other = box
    .limits({ cpus: 1, pids: 1 })
    .user('1')
    .labels({ b: '2' })
    .labels({ a: '1' })
    .env({ B: 2, A: 1 });
  expect(await hashOf(one)).toBe(await hashOf(other));
  expect(await hashOf(box.dns('1.1.1.1', '8.8.8.8'))).not.toBe(await hashOf(box.dns('8.8.8.8', '1.1.1.1')));
});

test('is the digest of known text, so that another version of us finds what this one made', async () => {
  expect(await hashOf(box)).toBe('a121661032f2589193b372c22558f989e29033e21e113b2644223f169577e41a');
});

test('does not contain a secret', async () => {
  const hash = await hashOf(box.env({ PASSWORD: 's3cret' }));
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('canonical text does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(record));
      expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
    }),
  );
});

describe('files of the host', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'docktopus-hash-'));
    await mkdir(join(directory, 'sub'));
    await writeFile(join(directory, 'sub', 'a'), 'one');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const copied = () => hashOf(box.files({ target: '/etc/x', source: directory }));

  test('count by their content, names and permissions', async () => {
    const before = await copied();
    expect(await copied()).toBe(before);
    await writeFile(join(directory, 'sub', 'a'), 'two');
    const changed = await copied();
    await writeFile(join(directory, 'sub', 'b'), '');
    const added = await copied();
    await chmod(join(directory, 'sub', 'b'), 0o600);
    const closed = await copied();
    expect(new Set([before, changed, added, closed]).size).toBe(4);
  });

  test('that are missing are named by their path', async () => {
    const builder = box.files({ target: '/etc/x', source: join(directory, 'missing') });
    await expect(hashOf(builder)).rejects.toMatchObject({
      code: 'path.not-found',
      subject: join(directory, 'missing'),
    });
  });
});
