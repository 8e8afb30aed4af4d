import { expect, test } from 'vitest';
import { printIssue } from '../../errors/index.ts';
import { ContainerBuilder } from './container-builder.ts';

const box = ContainerBuilder.for((spec) => ({ spec, create: async () => undefined })).image('busybox:1.36');

/** A builder as code without types sees it. */
type Untyped = { readonly [K in keyof ContainerBuilder]: (...values: readonly unknown[]) => Untyped };

/** The whole text of each problem that a call makes, in its order. */
const problems: readonly [call: (c: Untyped) => Untyped, ...texts: string[]][] = [
  [
    (c) => c.networks('a b'),
    "networks[0]: got \"a b\", expected a network's name, 'host', 'none', 'bridge' or 'container:<name>'",
  ],
  [(c) => c.networks({}), "networks[0].name: got nothing, expected a network's name"],
  [
    (c) =>
      c.networks({
        name: 'a',
        ipv4Address: '10.0.0',
        ipv6Address: '[::1]',
        linkLocalIps: ['x'],
        macAddress: 'y',
      }),
    'networks[0].ipv4Address: got "10.0.0", expected an IPv4 address',
    'networks[0].ipv6Address: got "[::1]", expected an IPv6 address without brackets',
    'networks[0].linkLocalIps[0]: got "x", expected an IP address',
    'networks[0].macAddress: got "y", expected an address such as 92:d0:c6:0a:29:33',
  ],
  [
    (c) => c.networks({ name: 'a', alias: ['x'] }),
    'networks[0].alias: got an unknown key, expected one of name, aliases, ipv4Address, ipv6Address, linkLocalIps, macAddress, driverOptions',
  ],
  [(c) => c.limits(null), 'limits: got null, expected an object'],
  [
    (c) =>
      c.limits({
        memory: 0,
        memorySwap: 'much',
        cpus: Number.NaN,
        cpuShares: 1,
        cpuset: 'x',
        pids: 0,
        blkioWeight: 1,
      }),
    "limits.memory: got 0, expected whole bytes above 0, or a size such as '512m'; leave it out for no limit",
    "limits.memorySwap: got \"much\", expected bytes or a size such as '512m', '1.5g' or '64MiB'",
    'limits.cpus: got NaN, expected a number of CPUs such as 0.5, from 0.001 to 8192; leave it out for no limit',
    'limits.cpuShares: got 1, expected a whole number from 2 to 262144',
    "limits.cpuset: got \"x\", expected CPUs such as '0-2' or '0,1'",
    'limits.pids: got 0, expected a whole number above 0, or -1 for unlimited',
    'limits.blkioWeight: got 1, expected a whole number from 10 to 1000',
  ],
  [
    (c) => c.limits({ memroy: 1 }),
    "limits.memroy: got an unknown key, expected one of memory, memorySwap, memoryReservation, cpus, cpuShares, cpuset, pids, shmSize, blkioWeight; did you mean 'memory'?",
  ],
  [(c) => c.limits({ memory: '9p' }), 'limits.memory: got "9p", expected a size below 8 PiB'],
  [
    (c) => c.ulimits('nofile=2:1'),
    'ulimits[0]: got "nofile=2:1", expected a soft limit that is at most the hard limit (-1 is unlimited)',
  ],
  [
    (c) => c.ulimits('files=1'),
    'ulimits[0]: got "files=1", expected a limit among core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack',
  ],
  [
    (c) => c.ulimits('nofile'),
    'ulimits[0]: got "nofile", expected name=soft[:hard], such as nofile=1024:4096',
  ],
  [
    (c) => c.ulimits({ name: 'core' }),
    'ulimits[0].soft: got nothing, expected a whole number, or -1 for unlimited',
  ],
  [
    (c) => c.ulimits({}),
    "ulimits[0].name: got nothing, expected a limit's name such as 'nofile'",
    'ulimits[0].soft: got nothing, expected a whole number, or -1 for unlimited',
  ],
  [
    (c) => c.devices('fuse'),
    'devices[0]: got "fuse", expected /dev/host[:/dev/container][:permissions] with some of r, w and m, or vendor.com/class=name',
  ],
  [
    (c) => c.devices({ hostPath: 'fuse', permissions: 'rx' }),
    'devices[0].hostPath: got "fuse", expected an absolute path',
    'devices[0].permissions: got "rx", expected some of r, w and m',
  ],
  [(c) => c.devices({}), 'devices[0].hostPath: got nothing, expected an absolute path'],
  [(c) => c.gpus(0), 'gpus[0]: got 0, expected a whole number of at least 1'],
  [
    (c) => c.gpus({ count: 1, deviceIds: ['0'] }),
    'gpus[0]: got count and deviceIds, expected one of the two',
  ],
  [(c) => c.gpus({ deviceIds: '0' }), 'gpus[0].deviceIds: got "0", expected a list'],
  [
    (c) => c.capAdd('NET_ADMN'),
    'capAdd[0]: got "NET_ADMN", expected a Linux capability such as NET_ADMIN; did you mean \'NET_ADMIN\'?',
  ],
  [
    (c) => c.capDrop('EVERYTHING'),
    'capDrop[0]: got "EVERYTHING", expected a Linux capability such as NET_ADMIN',
  ],
  [
    (c) => c.securityOpt('privileged'),
    'securityOpt[0]: got "privileged", expected no-new-privileges, or one of apparmor, seccomp, label, systempaths, credentialspec, writable-cgroups with =value',
  ],
  [
    (c) => c.securityOpt('seccomp=profile.json'),
    'securityOpt[0]: got "seccomp=profile.json", expected seccomp=unconfined, seccomp=builtin or seccomp= with the profile\'s JSON, because the engine reads no files of this machine',
  ],
  [(c) => c.readOnlyRootfs('yes'), 'readOnlyRootfs: got "yes", expected true or false'],
  [
    (c) => c.ports('65536'),
    'ports[0]: got "65536", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
  ],
  [
    (c) => c.ports('http'),
    'ports[0]: got "http", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
  ],
  [(c) => c.ports('90-80'), 'ports[0]: got "90-80", expected an ascending range, such as 80-90'],
  [
    (c) => c.ports('8000-8001:80-82'),
    'ports[0]: got "8000-8001:80-82", expected two ranges of the same length, because 8000-8001 has 2 ports and 80-82 has 3',
  ],
  [
    (c) => c.ports('127.0.0:80:80'),
    'ports[0]: got "127.0.0:80:80", expected an IP address such as 127.0.0.1 or [::1] before the ports',
  ],
  [(c) => c.ports('0'), 'ports[0]: got "0", expected a container port from 1 to 65535'],
  [(c) => c.ports('80/http'), 'ports[0]: got "80/http", expected the protocol tcp, udp or sctp'],
  [(c) => c.ports('8080:'), 'ports[0]: got "8080:", expected a port of the container, such as 80 or 8080:80'],
  [(c) => c.ports(0), 'ports[0]: got 0, expected a whole number from 1 to 65535'],
  [
    (c) => c.ports({ '80/tcp': [] }),
    'ports[0]["80/tcp"]: got [], expected at least one binding; { hostPort: 0 } takes any free port',
  ],
  [
    (c) => c.ports({ '80-81': 1 }),
    'ports[0]["80-81"]: got "80-81", expected one port; write ranges in the short form, such as 8000-8010:80-90',
  ],
  [
    (c) => c.ports({ '80/tcp': { hostport: 1 } }),
    'ports[0]["80/tcp"].hostport: got an unknown key, expected one of hostIp, hostPort; did you mean \'hostPort\'?',
  ],
  [
    (c) => c.ports({ '80/tcp': { hostIp: 'localhost', hostPort: 70000 } }),
    'ports[0]["80/tcp"].hostIp: got "localhost", expected an IP address such as 127.0.0.1 or [::1] before the ports',
    'ports[0]["80/tcp"].hostPort: got "70000", expected a port from 0 to 65535 or an ascending range such as 8000-8010',
  ],
  [(c) => c.portBindings({ '80/tcp': null }), 'portBindings["80/tcp"]: got null, expected an object'],
  [(c) => c.runtime(''), 'runtime: got "", expected a string that is not empty'],
  [
    (c) => c.restartPolicy('sometimes'),
    'restartPolicy: got "sometimes", expected one of no, always, unless-stopped, on-failure and on-failure:5',
  ],
  [
    (c) => c.restartPolicy('always:3'),
    'restartPolicy: got "always:3", expected always without a retry count, because only on-failure counts its retries',
  ],
  [
    (c) => c.restartPolicy('on-failure:x'),
    'restartPolicy: got "on-failure:x", expected on-failure:5, with a whole number of retries that is not negative',
  ],
  [
    (c) => c.restartPolicy({ name: 'on-failure', maximumRetryCount: -1 }),
    'restartPolicy.maximumRetryCount: got -1, expected a whole number of at least 0',
  ],
  [
    (c) => c.restartPolicy({ name: 'always', maximumRetryCount: 5 }),
    'restartPolicy.maximumRetryCount: got 5, expected no retry count, because only on-failure counts its retries',
  ],
  [
    (c) => c.extraHosts('a'),
    'extraHosts[0]: got "a", expected name:address or name=address, the address an IP or host-gateway',
  ],
  [
    (c) => c.extraHosts({ a: 'localhost' }),
    'extraHosts[0].a: got "localhost", expected name:address or name=address, the address an IP or host-gateway',
  ],
  [(c) => c.init(1), 'init: got 1, expected true or false'],
  [(c) => c.dns('dns.local'), 'dns[0]: got "dns.local", expected the IP address of a name server'],
  [
    (c) => c.sysctls({ somaxconn: 1 }),
    'sysctls.somaxconn: got "somaxconn", expected a parameter such as \'net.core.somaxconn\'',
  ],
  [(c) => c.logDriver(''), 'logDriver.name: got "", expected a string that is not empty'],
  [
    (c) => c.logDriver('local', { 'max-size': 10 }),
    'logDriver.options["max-size"]: got 10, expected a string',
  ],
  [(c) => c.privileged('yes'), 'privileged: got "yes", expected true or false'],
  [(c) => c.pidMode('private'), "pidMode: got \"private\", expected 'host' or 'container:<name>'"],
  [
    (c) => c.ipcMode('container:'),
    "ipcMode: got \"container:\", expected 'host', 'private', 'shareable', 'none' or 'container:<name>'",
  ],
  [
    (c) => c.shmSize(0),
    "shmSize: got 0, expected whole bytes above 0, or a size such as '512m'; leave it out for no limit",
  ],
  [(c) => c.groupAdd(-1), 'groupAdd[0]: got -1, expected a whole number from 0 to 4294967294'],
  [
    (c) => c.dnsSearch('a b'),
    "dnsSearch[0]: got \"a b\", expected a domain such as 'example.com', or '.' for none",
  ],
  [
    (c) => c.gpus('devices=0'),
    "gpus[0]: got \"devices=0\", expected 'all', a number, or some of count=, device=, driver=, capabilities= and options=, such as 'device=0,1'",
  ],
];

test.each(problems)('%s is refused in words', (call, ...texts) => {
  const { issues } = call(box as unknown as Untyped) as unknown as ContainerBuilder;
  expect(issues.map(printIssue)).toEqual(texts);
});
