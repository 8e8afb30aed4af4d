import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { type Policy, projectPolicy } from './policy.ts';
import { policyIssues, volumePolicyIssues } from './policy-issues.ts';
import type { HostView } from './policy-paths.ts';

/** `/work/project/link` leads to `/etc`, `/work/project/to-engine` to the socket; `/work` is itself a link. */
const host: HostView = {
  real: (path) =>
    path
      .replace(/^\/work\/project\/link(?=\/|$)/, '/etc')
      .replace(/^\/work\/project\/to-engine$/, '/run/docker.sock')
      .replace(/^\/var\/run(?=\/|$)/, '/run')
      .replace(/^\/work(?=\/|$)/, '/data/work'),
};
const options = { directory: '/work/project', host };

function refused(hostConfig: object, policy: Policy = {}): readonly string[] {
  return policyIssues({ Image: 'busybox', HostConfig: hostConfig }, policy, options).map(printIssue);
}

const BIND_HINT = 'because the policy allows no more';

test.each<[string, object, string]>([
  ['privileges', { Privileged: true }, 'HostConfig.Privileged: got true, expected no value'],
  [
    'capabilities',
    { CapAdd: ['CAP_SYS_ADMIN'] },
    'HostConfig.CapAdd[0]: got "CAP_SYS_ADMIN", expected no capability',
  ],
  ['the network of the host', { NetworkMode: 'host' }, `got "host", expected the container's own namespace`],
  ['the processes of the host', { PidMode: 'host' }, 'HostConfig.PidMode'],
  ['the memory of the host', { IpcMode: 'host' }, 'HostConfig.IpcMode'],
  ['the name of the host', { UTSMode: 'host' }, 'HostConfig.UTSMode'],
  ['the users of the host', { UsernsMode: 'host' }, 'HostConfig.UsernsMode'],
  ['the control groups of the host', { CgroupnsMode: 'host' }, 'HostConfig.CgroupnsMode'],
  ['a namespace by its path', { NetworkMode: 'ns:/proc/1/ns/net' }, 'HostConfig.NetworkMode'],
  [
    "another container's network",
    { NetworkMode: 'container:db' },
    'policy: { otherContainers: true } allows it',
  ],
  ["another container's volumes", { VolumesFrom: ['db'] }, 'policy: { otherContainers: true } allows it'],
  [
    'another network',
    { NetworkMode: 'shop' },
    'expected no other network, because the policy allows no more',
  ],
  [
    'devices',
    { Devices: [{ PathOnHost: '/dev/sda' }] },
    'HostConfig.Devices[0]: got "/dev/sda", expected no device of the host',
  ],
  ['rules for devices', { DeviceCgroupRules: ['a *:* rwm'] }, 'HostConfig.DeviceCgroupRules'],
  ['devices that a driver picks', { DeviceRequests: [{ Count: -1 }] }, 'policy: { gpus: true } allows it'],
  [
    'a profile',
    { SecurityOpt: ['seccomp=unconfined'] },
    'got "seccomp=unconfined", expected no-new-privileges',
  ],
  ['a profile in old words', { SecurityOpt: ['apparmor:unconfined'] }, 'HostConfig.SecurityOpt[0]'],
  ['paths that are not masked', { MaskedPaths: [] }, 'HostConfig.MaskedPaths'],
  ['paths that are not read-only', { ReadonlyPaths: [] }, 'HostConfig.ReadonlyPaths'],
  ['a runtime', { Runtime: 'sysbox-runc' }, "expected the engine's default runtime"],
  ['kernel parameters', { Sysctls: { 'kernel.core_pattern': '|/x' } }, 'expected no kernel parameter'],
  ['a parent group', { CgroupParent: '/' }, 'HostConfig.CgroupParent'],
  ['a score against the killer', { OomScoreAdj: -1000 }, 'HostConfig.OomScoreAdj'],
  ['a log driver', { LogConfig: { Type: 'syslog' } }, 'expected one of json-file, local, journald, none'],
  [
    'a log at a path',
    { LogConfig: { Type: 'json-file', Config: { path: '/etc/x' } } },
    'HostConfig.LogConfig.Config.path',
  ],
  ['annotations', { Annotations: { 'run.oci.keep_original_groups': '1' } }, 'HostConfig.Annotations'],
  ['a published port', { PortBindings: { '80/tcp': [{ HostPort: '80' }] } }, 'expected no published port'],
  ['all ports', { PublishAllPorts: true }, "policy: { ports: 'any' } allows it"],
  ['a named volume', { Binds: ['data:/data'] }, `HostConfig.Binds[0]: got "data", expected no named volume`],
  [
    'a bind',
    { Binds: ['/etc:/etc:ro'] },
    `HostConfig.Binds[0]: got "/etc", expected no path of the host, ${BIND_HINT}`,
  ],
  ['a relative bind', { Binds: ['../etc:/etc'] }, 'expected an absolute path or the name of a volume'],
  [
    'a mount of a path',
    { Mounts: [{ Type: 'bind', Source: '/etc', Target: '/x' }] },
    'HostConfig.Mounts[0].Source',
  ],
  ['a mount of another kind', { Mounts: [{ Type: 'npipe', Source: 'x' }] }, 'HostConfig.Mounts[0].Type'],
  [
    'a volume that binds',
    {
      Mounts: [
        {
          Type: 'volume',
          VolumeOptions: { DriverConfig: { Options: { type: 'none', o: 'bind', device: '/' } } },
        },
      ],
    },
    'HostConfig.Mounts[0].VolumeOptions.DriverConfig.Options.device',
  ],
  [
    'a volume over the network',
    {
      Mounts: [
        {
          Type: 'volume',
          VolumeOptions: { DriverConfig: { Options: { type: 'nfs', o: 'addr=x', device: ':/' } } },
        },
      ],
    },
    "expected no options, type 'tmpfs', or a bind",
  ],
  ['a volume driver', { VolumeDriver: 'sshfs' }, "expected the driver 'local'"],
  [
    'an unknown field',
    { HostNamespaces: [] },
    'HostConfig.HostNamespaces: got [], expected no such field, because the policy does not know it',
  ],
  [
    'a field in another case',
    { privileged: true },
    'HostConfig.privileged: got true, expected no such field',
  ],
])('{} refuses %s', (_, hostConfig, text) => {
  const issues = refused(hostConfig);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(text);
});

test.each<[string, object]>([
  ['a mount', { Mounts: [{ Type: 'tmpfs', Target: '/x', source: '/etc' }] }],
  ['the options of a mount', { Mounts: [{ Type: 'volume', VolumeOptions: { driverConfig: {} } }] }],
  ['a device', { Devices: [{ PathOnHost: '/dev/fuse', pathOnHost: '/dev/sda' }] }],
  ['a log', { LogConfig: { Type: 'none', type: 'syslog' } }],
  ['a port', { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', hostIp: '0.0.0.0' }] } }],
])('a key in another case is refused inside of %s', (_, hostConfig) => {
  expect(refused(hostConfig, { devices: ['/dev/fuse'], ports: 'loopback' })).toHaveLength(1);
});

test('{} allows what stays in the container', () => {
  const body = {
    Image: 'busybox',
    Cmd: ['true'],
    Env: ['A=1'],
    User: '1000',
    Labels: { a: 'b' },
    Volumes: { '/data': {} },
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['CMD', 'true'] },
    HostConfig: {
      Memory: 1e9,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      NetworkMode: 'none',
      IpcMode: 'private',
      CgroupnsMode: 'private',
      Tmpfs: { '/tmp': 'size=1m' },
      Mounts: [
        { Type: 'volume', Target: '/cache' },
        { Type: 'tmpfs', Target: '/run' },
      ],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
      Init: true,
      Privileged: false,
      CapAdd: [],
    },
  };
  expect(policyIssues(body, {})).toEqual([]);
});

test.each<[object, Policy]>([
  [{ Privileged: true, CapAdd: ['SYS_ADMIN'] }, { privileged: true }],
  [{ CapAdd: ['NET_ADMIN'] }, { capabilities: ['CAP_NET_ADMIN'] }],
  [{ CapAdd: ['SYS_PTRACE', 'NET_RAW'] }, { capabilities: ['ALL'] }],
  [{ NetworkMode: 'host', PidMode: 'host' }, { hostNamespaces: ['network', 'pid'] }],
  [{ NetworkMode: 'container:db', VolumesFrom: ['db:ro'] }, { otherContainers: true }],
  [{ NetworkMode: 'shop' }, { networks: true }],
  [{ NetworkMode: 'shop-net' }, { networks: ['shop-*'] }],
  [{ Binds: ['shop-data:/data:ro'] }, { volumes: ['shop-*'] }],
  [{ Devices: [{ PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse' }] }, { devices: ['/dev/fuse'] }],
  [{ Sysctls: { 'net.core.somaxconn': '1024' } }, { sysctls: ['net.core.somaxconn'] }],
  [{ OomScoreAdj: -5 }, { fields: ['HostConfig.OomScoreAdj'] }],
  [{ Binds: ['/work/project/data:/data'] }, { binds: ['.'] }],
  [{ Binds: ['/data/work/project/data:/data'] }, { binds: ['.'] }],
  [{ Binds: ['/work/project/conf:/conf:ro'] }, { binds: ['./conf:ro'] }],
  [{ Binds: ['/var/run/docker.sock:/s'] }, { binds: ['/var/run/docker.sock'], engineSocket: true }],
  [
    { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '80' }, { HostIp: '::1' }] } },
    { ports: 'loopback' },
  ],
])('%j is allowed by %j', (hostConfig, policy) => {
  expect(refused(hostConfig, policy)).toEqual([]);
});

test.each<[string, string]>([
  ['/work/other:/x', 'expected a path inside of /work/project, because the policy allows no more'],
  ['/work/project-b:/x', 'expected a path inside of /work/project'],
  ['/work/project/../../etc:/x', 'expected a path inside of /work/project'],
  ['/work/project/link/passwd:/x', 'expected a path inside of /work/project'],
  ['/work/project/to-engine:/x', 'expected a path without an engine in it, because a process that reaches'],
  ['/:/x', 'expected a path without an engine in it'],
  ['/run:/x', 'expected a path without an engine in it'],
  ['/var/run/docker.sock:/x', 'expected a path without an engine in it'],
  ['/var/lib/docker/volumes:/x', 'expected a path without an engine in it'],
  ['/work/project:/x:O,upperdir=/etc', 'expected known words'],
  ['/work/project:/x:rshared', 'expected a propagation that stays in the container'],
])("a project's policy does not bind %s", (bind, text) => {
  const issues = refused({ Binds: [bind] }, projectPolicy('/work/project'));
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(text);
});

test('a path that may be read is not written', () => {
  const policy: Policy = { binds: ['./conf:ro'] };
  const text = 'expected this path read-only, because the policy allows no writing there';
  expect(refused({ Binds: ['/work/project/conf:/conf'] }, policy)[0]).toContain(text);
  const mount = { Type: 'bind', Source: '/work/project/conf', Target: '/conf' };
  expect(refused({ Mounts: [mount] }, policy)[0]).toContain(text);
  expect(refused({ Mounts: [{ ...mount, ReadOnly: true }] }, policy)).toEqual([]);
});

test.each<[string, readonly string[], boolean]>([
  ['registry.example.com/app:1', ['registry.example.com/*'], true],
  ['registry.example.com.evil/app', ['registry.example.com/*'], false],
  ['postgres:17', ['postgres:*', 'redis'], true],
  ['redis:7', ['postgres:*', 'redis'], false],
  ['a/b/c', ['a/*/c'], true],
  ['ab', ['ab*b'], false],
  ['postgres', [], false],
])('image %s under %j: %s', (image, images, allowed) => {
  expect(policyIssues({ Image: image }, { images }).length === 0).toBe(allowed);
});

test('a volume of the driver local binds nothing outside of the policy', () => {
  const text = (body: object, policy: Policy = {}) =>
    volumePolicyIssues({ ...body }, policy, options).map(printIssue);
  const bind = { type: 'none', o: 'bind', device: '/etc' };
  expect(text({ Name: 'data' }, { volumes: true })).toEqual([]);
  expect(text({ Name: 'data' })[0]).toContain('Name: got "data", expected no named volume');
  expect(text({ DriverOpts: bind })[0]).toContain(
    'DriverOpts.device: got "/etc", expected no path of the host',
  );
  expect(text({ DriverOpts: { ...bind, device: '/work/project/data' } }, { binds: ['.'] })).toEqual([]);
  expect(text({ DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m,uid=1000' } })).toEqual([]);
  expect(text({ DriverOpts: { type: 'tmpfs', Type: 'none', o: 'size=1m' } })[0]).toContain('DriverOpts.Type');
  expect(text({ DriverOpts: { type: 'tmpfs', device: '/etc', o: 'bind' } })[0]).toContain(
    'DriverOpts.device',
  );
  expect(text({ Driver: 'rclone' })[0]).toContain(`Driver: got "rclone", expected the driver 'local'`);
  expect(text({ ClusterVolumeSpec: {} })[0]).toContain('ClusterVolumeSpec');
});

test('all problems are told at once, each with what would allow it', () => {
  expect(refused({ Privileged: true, PidMode: 'host' })).toEqual([
    'HostConfig.Privileged: got true, expected no value, because the policy allows no more; ' +
      'policy: { privileged: true } allows it',
    `HostConfig.PidMode: got "host", expected the container's own namespace, because the policy allows no more; ` +
      "policy: { hostNamespaces: ['pid'] } allows it",
  ]);
});
