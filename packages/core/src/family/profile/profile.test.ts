import { describe, expect, test } from 'vitest';
import { type ContainerSpec, toCreateBody } from '../../container/index.ts';
import type { ContainerInspect, HostConfig } from '../../engine/index.ts';
import { Problems } from '../../input/index.ts';
import { FamilyProfile } from './family-profile.ts';
import { type EngineInfo, missingOf } from './require-engine.ts';
import { readProfile, type UntrustedOptions } from './untrusted-profile.ts';

const SHARD = 'bp-box-net1';

function profileOf(options: Omit<UntrustedOptions, 'name'> = {}) {
  const problems = new Problems();
  const profile = readProfile({ name: 'untrusted', ...options }, problems);
  if (profile === undefined) throw new Error(JSON.stringify(problems.issues));
  return profile;
}

function setup(options: Omit<UntrustedOptions, 'name'> = {}) {
  return new FamilyProfile(profileOf(options), (name) => name === SHARD);
}

const plain = { image: 'box:1', networks: [{ name: SHARD }] } as unknown as ContainerSpec;

/** A spec as the family would hand it to the engine. */
function issues(spec: Partial<ContainerSpec>, options?: Omit<UntrustedOptions, 'name'>) {
  const profile = setup(options);
  return profile.issuesOf(profile.apply({ ...plain, ...spec })).map(({ path }) => path);
}

/** A container whose host settings are those of the profile but for some. */
function made(host: Partial<Record<keyof HostConfig | string, unknown>>, user = '65534:65534') {
  const { HostConfig } = toCreateBody(setup().apply(plain));
  return { Config: { User: user }, HostConfig: { ...HostConfig, ...host } } as unknown as ContainerInspect;
}

test('a spec that says nothing gets everything of the profile', () => {
  const spec = setup().apply(plain);
  expect(setup().issuesOf(spec)).toEqual([]);
  expect(toCreateBody(spec)).toMatchObject({
    User: '65534:65534',
    HostConfig: {
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      Tmpfs: {
        '/tmp': 'rw,nosuid,nodev,noexec,size=67108864',
        '/run': 'rw,nosuid,nodev,noexec,size=67108864',
      },
      Memory: 512 << 20,
      MemorySwap: 512 << 20,
      NanoCpus: 1e9,
      PidsLimit: 256,
      Ulimits: [{ Name: 'nofile', Soft: 1_024, Hard: 1_024 }],
      IpcMode: 'private',
      Init: true,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    },
  });
});

test('a spec may ask for less, and keeps what it says', () => {
  const spec = { user: '1000:1000', limits: { memoryBytes: 64 << 20, cpus: 0.5, pids: 32 } };
  expect(issues(spec)).toEqual([]);
  expect(setup().apply({ ...plain, ...spec })).toMatchObject({
    user: '1000:1000',
    limits: { memoryBytes: 64 << 20, memorySwapBytes: 64 << 20, cpus: 0.5, pids: 32 },
  });
});

test.each<[string, Partial<ContainerSpec>, string]>([
  ['root', { user: '0:0' }, 'User'],
  ['root by another spelling', { user: '00:1' }, 'User'],
  ['a group of root', { user: '1000:0' }, 'User'],
  ['a name, which is whatever an image says', { user: 'app' }, 'User'],
  ['more memory', { limits: { memoryBytes: 1 << 30 } }, 'HostConfig.Memory'],
  ['no limit of memory', { limits: { memoryBytes: 0 } }, 'HostConfig.Memory'],
  ['swap', { limits: { memorySwapBytes: -1 } }, 'HostConfig.MemorySwap'],
  ['more processes', { limits: { pids: 10_000 } }, 'HostConfig.PidsLimit'],
  ['a file system that can be written', { readOnlyRootfs: false }, 'HostConfig.ReadonlyRootfs'],
  ['a capability', { capAdd: ['SYS_PTRACE'] }, 'HostConfig.CapAdd'],
  ['fewer dropped capabilities', { capDrop: ['NET_RAW'] }, 'HostConfig.CapDrop'],
  ['no filter of system calls', { securityOpt: ['seccomp=unconfined'] }, 'HostConfig.SecurityOpt'],
  ['new privileges', { securityOpt: ['no-new-privileges:false'] }, 'HostConfig.SecurityOpt'],
  ['privileges', { privileged: true } as never, 'HostConfig.Privileged'],
  ['the processes of the host', { pidMode: 'host' } as never, 'HostConfig.PidMode'],
  ['the memory of the host', { ipcMode: 'host' }, 'HostConfig.IpcMode'],
  ['names of the host', { extraHosts: [{ host: 'gateway', address: 'host-gateway' }] }, 'HostConfig.ExtraHosts'],
  ['a tmpfs without a size', { tmpfs: { '/x': 'rw,nosuid,nodev' } }, 'HostConfig.Tmpfs'],
  ['a tmpfs for devices', { tmpfs: { '/x': 'rw,nosuid,dev,size=1m' } }, 'HostConfig.Tmpfs'],
  ['no init', { init: false }, 'HostConfig.Init'],
  ['a log without a bound', { logDriver: { name: 'json-file', options: {} } }, 'HostConfig.LogConfig'],
  ['a log that goes elsewhere', { logDriver: { name: 'syslog', options: {} } }, 'HostConfig.LogConfig'],
  ['whatever the spec cannot say', { createOptions: { HostConfig: { Devices: [{ PathOnHost: '/dev/kvm' }] } } } as never, 'HostConfig.Devices'],
  ['a parent of control groups', { createOptions: { HostConfig: { CgroupParent: '/x' } } } as never, 'HostConfig.CgroupParent'],
])('a spec with %s is refused', (_, spec, path) => {
  expect(issues(spec)).toContain(path);
}); // biome-ignore format: rows

test('an image may bring its own process 1 where the profile says so, and not otherwise', () => {
  expect(issues({ init: false }, { init: false })).toEqual([]);
  expect(setup({ init: false }).apply(plain).init).toBe(false);
  const own = made({ Init: false });
  expect(setup({ init: false }).differencesOf(own)).toEqual([]);
  expect(
    setup()
      .differencesOf(own)
      .map(({ field }) => field),
  ).toEqual(['HostConfig.Init']);
});

describe('what of the host may be bound', () => {
  const bound = (source: string) =>
    issues({ createOptions: { HostConfig: { Binds: [`${source}:/in`] } } } as never, {
      bindsUnder: ['/srv/boxes'],
    });
  test.each(['/srv/boxes/a', 'volume-of-mine'])('%s may', (source) => expect(bound(source)).toEqual([]));
  test.each([
    '/',
    '/srv/boxes',
    '/srv/boxes2/a',
    '/srv/boxes/../../etc',
    '/srv/boxes/./..',
    '/srv//boxes/..',
    '/srv/boxes/docker.sock',
    '/var/run/docker.sock',
    '/run/containerd',
    '/proc/1',
    '/etc',
    '/var',
  ])('%s may not', (source) => expect(bound(source)).toEqual(['HostConfig.Binds']));
  test('a volume whose driver mounts a directory of the host may not', () => {
    const mount = {
      Type: 'volume',
      Source: 'x',
      Target: '/in',
      VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'none', o: 'bind', device: '/' } } },
    };
    expect(issues({ createOptions: { HostConfig: { Mounts: [mount] } } } as never)).toEqual([
      'HostConfig.Mounts',
    ]);
  });
});

describe('a container that the engine has', () => {
  test('of the profile is as safe as it is planned', () => {
    expect(setup().differencesOf(made({}))).toEqual([]);
  });
  test('with fields that the engine fills in is no less safe', () => {
    const filled = {
      CgroupnsMode: 'private',
      ConsoleSize: [0, 0],
      ShmSize: 64 << 20,
      Runtime: 'runc',
      OomKillDisable: false,
      MaskedPaths: ['/proc/acpi'],
      ReadonlyPaths: ['/proc/bus'],
      Binds: null,
      PidMode: '',
      Devices: [],
      PortBindings: {},
    };
    expect(setup().differencesOf(made(filled))).toEqual([]);
  });
  test.each<[string, Record<string, unknown>, string]>([
    ['on the bridge of everybody', { NetworkMode: 'bridge' }, 'HostConfig.NetworkMode'],
    ['on the host', { NetworkMode: 'host' }, 'HostConfig.NetworkMode'],
    ['in the network of another container', { NetworkMode: 'container:x' }, 'HostConfig.NetworkMode'],
    ['privileged', { Privileged: true }, 'HostConfig.Privileged'],
    ['without a limit of processes', { PidsLimit: null }, 'HostConfig.PidsLimit'],
    ['whose kernel paths are bare', { MaskedPaths: [] }, 'HostConfig.MaskedPaths'],
    ['with a field that nobody here knows', { GiveAway: 'all' }, 'HostConfig.GiveAway'],
    ['published to everybody', { PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '80' }] } }, 'HostConfig.PortBindings'],
  ])('%s is less safe', (_, host, field) => {
    expect(setup().differencesOf(made(host)).map((difference) => difference.field)).toEqual([field]);
  }); // biome-ignore format: rows
  test('of root is less safe', () => {
    expect(setup().differencesOf(made({}, ''))).toMatchObject([{ field: 'User' }]);
  });
});

describe('an engine', () => {
  const info: EngineInfo = {
    Runtimes: { runc: {}, runsc: {} },
    SecurityOptions: ['name=seccomp,profile=default'],
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
  };
  test.each<[string, EngineInfo, Omit<UntrustedOptions, 'name'>, string | undefined]>([
    ['that filters system calls will do', info, {}, undefined],
    ['that knows the runtime will do', info, { runtime: 'runsc' }, undefined],
    ['without the runtime will not', info, { runtime: 'kata' }, "there is no runtime 'kata'; the engine knows runc, runsc"],
    ['without a filter will not', { ...info, SecurityOptions: [] }, {}, 'the engine filters no system calls'],
    ['whose filter lets all through will not', { ...info, SecurityOptions: ['name=seccomp,profile=unconfined'] }, {}, 'the engine filters no system calls'],
    ['that maps no users will not, when that is asked for', info, { userns: true }, 'the engine maps users to themselves'],
    ['that maps users will', { ...info, SecurityOptions: ['name=seccomp', 'name=userns'] }, { userns: true }, undefined],
    ['whose storage has no sizes will not, when one is asked for', info, { storage: '1g' }, "the engine's storage (overlay2) cannot limit the size of containers"],
    ['with quotas will', { ...info, DriverStatus: [['Backing Filesystem', 'xfs']] }, { storage: '1g' }, undefined],
  ])('%s', (_, given, options, reason) => {
    expect(missingOf(given, profileOf(options))?.reason).toBe(reason);
  }); // biome-ignore format: rows
});
