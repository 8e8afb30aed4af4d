import { describe, expect, test } from 'vitest';
import type { ContainerInspect, NetworkOfContainer } from '../model/container-inspect.ts';
import { type PortView, reachPort } from './reach-port.ts';
import type { Vantage } from './vantage.ts';

interface Box {
  readonly bound?: readonly (readonly [ip: string, port: string])[];
  readonly mode?: string;
  readonly networks?: Readonly<Record<string, Partial<NetworkOfContainer>>>;
}

function box(id: string, { bound = [], mode = 'bridge', networks = {} }: Box): ContainerInspect {
  const Networks = Object.entries(networks).map(([name, network]) => [
    name,
    { NetworkID: `id of ${name}`, IPAddress: '', Gateway: '', ...network },
  ]);
  return {
    Id: id,
    HostConfig: { NetworkMode: mode },
    NetworkSettings: {
      Ports: { '80/tcp': bound.map(([HostIp, HostPort]) => ({ HostIp, HostPort })) },
      Networks: Object.fromEntries(Networks),
    },
  } as unknown as ContainerInspect;
}

/** `127.0.0.1:8080`, or the reason and the hint. */
function reached(vantage: Vantage, target: Box, own?: Box): string {
  const view: PortView = { vantage, own: own && box('ours'.repeat(4), own), target: box('target', target) };
  const found = reachPort(view, '80/tcp');
  return found.way === 'none'
    ? `${found.reason} / ${found.hint}`
    : `${found.address.host}:${found.address.port}`;
}

const onLoopback = { bound: [['127.0.0.1', '8080']] } as const;
const onAll = { bound: [['0.0.0.0', '8080']] } as const;

describe("on the engine's host", () => {
  test.each<[string, Box, string, string?]>([
    ['on loopback', onLoopback, '127.0.0.1:8080'],
    ['on every address', onAll, '127.0.0.1:8080'],
    ['on every address, as Podman writes it', { bound: [['', '8080']] }, '127.0.0.1:8080'],
    ['on every address of IPv6', { bound: [['::', '8080']] }, '::1:8080'],
    [
      'on both families',
      {
        bound: [
          ['::', '2'],
          ['0.0.0.0', '1'],
        ],
      },
      '127.0.0.1:1',
    ],
    ['on one address', { bound: [['10.0.0.5', '8080']] }, '10.0.0.5:8080'],
    ['in the network of the host', { mode: 'host' }, '127.0.0.1:80'],
    ['not published', {}, 'port 80/tcp is not published / Publish it with ports()'],
    ['on every address, with hostAddress', onAll, '192.0.2.7:8080', '192.0.2.7'],
    ['on loopback, with hostAddress', onLoopback, '127.0.0.1:8080', '192.0.2.7'],
  ])('a port %s', (_, target, expected, hostAddress) => {
    expect(reached({ at: 'host', hostAddress }, target)).toBe(expected);
  });
});

describe('in a container of the engine', () => {
  const app = { networks: { app: { IPAddress: '172.18.0.2', Gateway: '172.18.0.1' } } };
  const beside = { networks: { app: { IPAddress: '172.18.0.9', Gateway: '172.18.0.1' } } };
  const apart = { networks: { bridge: { IPAddress: '172.17.0.9', Gateway: '172.17.0.1' } } };
  const here: Vantage = { at: 'container', id: 'ours' };

  test.each<[string, Box, Box, string, string?]>([
    ['of a container on the same network', { ...beside, ...onLoopback }, app, '172.18.0.9:80'],
    ['that is not published, on the same network', beside, app, '172.18.0.9:80'],
    [
      'on the same network, where both have IPv6 only',
      { networks: { app: { GlobalIPv6Address: 'fd00::9' } } },
      app,
      'fd00::9:80',
    ],
    [
      'of another network of the same name',
      { networks: { app: { NetworkID: 'older', IPAddress: '172.18.0.9' } } },
      app,
      "port 80/tcp is not published, and this process runs in the container oursoursours / Put it on a network of this one, with networks('app'), or publish the port where this one reaches it, with ports({ '80/tcp': { hostIp: '172.18.0.1' } })",
    ],
    ['published on every address, on another network', { ...apart, ...onAll }, app, '172.18.0.1:8080'],
    [
      'published on every address of IPv6',
      { ...apart, bound: [['::', '8080']] },
      { networks: { app: { Gateway: '172.18.0.1', IPv6Gateway: 'fd00::1' } } },
      'fd00::1:8080',
    ],
    ['published on the gateway', { ...apart, bound: [['172.18.0.1', '8080']] }, app, '172.18.0.1:8080'],
    [
      'published on loopback, on another network',
      { ...apart, ...onLoopback },
      app,
      "port 80/tcp is published on 127.0.0.1 of the engine's host, which only that host reaches, and this process runs in the container oursoursours / Put it on a network of this one, with networks('app'), or publish the port where this one reaches it, with ports({ '80/tcp': { hostIp: '172.18.0.1' } })",
    ],
    [
      'published on every address, from an internal network',
      { ...apart, ...onAll },
      { networks: { closed: { IPAddress: '172.19.0.2' } } },
      "port 80/tcp is published on the engine's host, and this process runs in the container oursoursours / Put it on a network of this one, with networks('closed')",
    ],
    ['of a container in the network of the host', { mode: 'host' }, app, '172.18.0.1:80'],
    [
      'published on every address, with hostAddress',
      { ...beside, ...onAll },
      app,
      'host.docker.internal:8080',
      'host.docker.internal',
    ],
    [
      'published on loopback, with hostAddress',
      { ...beside, ...onLoopback },
      app,
      '172.18.0.9:80',
      'host.docker.internal',
    ],
    ['while we use the network of the host', { ...apart, ...onLoopback }, { mode: 'host' }, '127.0.0.1:8080'],
  ])('a port %s', (_, target, own, expected, hostAddress) => {
    expect(reached({ ...here, hostAddress }, target, own)).toBe(expected);
  });

  test('a container whose network we use is at our loopback', () => {
    const own = box('one', app);
    expect(reachPort({ vantage: here, own, target: own }, '80/tcp')).toMatchObject({
      way: 'container',
      address: { host: '127.0.0.1', port: 80 },
    });
  });
});

describe('elsewhere', () => {
  const elsewhere = (host: string | undefined, hostAddress?: string): Vantage => ({
    at: 'elsewhere',
    host,
    hostAddress,
  });

  test.each<[string, Vantage, Box, string]>([
    ['on every address', elsewhere('10.1.1.1'), onAll, '10.1.1.1:8080'],
    ['on every address, by hostAddress', elsewhere('10.1.1.1', 'build.example'), onAll, 'build.example:8080'],
    ['on every address of IPv6', elsewhere('fd00::1'), { bound: [['::', '8080']] }, 'fd00::1:8080'],
    [
      'on loopback',
      elsewhere('10.1.1.1'),
      onLoopback,
      "port 80/tcp is published on 127.0.0.1 of the engine's host, which only that host reaches, and this process runs on another machine / Publish it on an address of the engine's host that this process reaches, with ports({ '80/tcp': { hostIp: '<address>' } })",
    ],
    ['on loopback, through a tunnel', elsewhere('10.1.1.1', '127.0.0.1'), onLoopback, '127.0.0.1:8080'],
    [
      'on loopback and on an address',
      elsewhere('far'),
      {
        bound: [
          ['127.0.0.1', '1'],
          ['10.0.0.5', '2'],
        ],
      },
      '10.0.0.5:2',
    ],
    ['in the network of the host', elsewhere('far'), { mode: 'host' }, 'far:80'],
    [
      'of an engine behind a socket',
      elsewhere(undefined),
      onAll,
      "port 80/tcp is published on the engine's host, and this process runs in a container that the engine does not know / Set hostAddress to an address where this process reaches the engine's host, and publish the port there",
    ],
    ['of an engine behind a socket, by hostAddress', elsewhere(undefined, 'dind'), onAll, 'dind:8080'],
  ])('a port %s', (_, vantage, target, expected) => {
    expect(reached(vantage, target)).toBe(expected);
  });
});
