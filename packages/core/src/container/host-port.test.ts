import { expect, test } from 'vitest';
import type { ContainerInspect } from '../engine/index.ts';
import { hostPortOf, portKey } from './host-port.ts';

function inspect(
  ports: Record<string, { HostIp: string; HostPort: string }[] | null>,
  running = true,
): ContainerInspect {
  return { State: { Running: running }, NetworkSettings: { Ports: ports } } as unknown as ContainerInspect;
}

test.each([
  [80, '80/tcp'],
  ['80', '80/tcp'],
  ['53/udp', '53/udp'],
  ['53/UDP', '53/udp'],
])('%s is %s', (port, key) => {
  expect(portKey(port)).toBe(key);
});

test.each([
  ['unix:///var/run/docker.sock', '127.0.0.1', '127.0.0.1'],
  ['unix:///var/run/docker.sock', '0.0.0.0', '127.0.0.1'],
  ['unix:///var/run/docker.sock', '', '127.0.0.1'],
  ['unix:///var/run/docker.sock', '::', '::1'],
  ['unix:///var/run/docker.sock', '10.1.2.3', '10.1.2.3'],
  ['tcp://engine.example:2376', '0.0.0.0', 'engine.example'],
  ['tcp://[fd00::1]:2376', '0.0.0.0', 'fd00::1'],
  ['ssh://user@build.example', '0.0.0.0', 'build.example'],
  ['tcp://engine.example:2376', '127.0.0.1', '127.0.0.1'],
])('at %s, bound to %s: %s', (endpoint, HostIp, host) => {
  const found = hostPortOf(inspect({ '80/tcp': [{ HostIp, HostPort: '32768' }] }), 80, endpoint, 'box');
  expect(found).toEqual({ host, port: 32768, boundIp: HostIp });
});

test('of two families, IPv4', () => {
  const both = [
    { HostIp: '::', HostPort: '2' },
    { HostIp: '0.0.0.0', HostPort: '1' },
  ];
  expect(hostPortOf(inspect({ '80/tcp': both }), 80, 'unix:///x', 'box')).toMatchObject({
    host: '127.0.0.1',
    port: 1,
  });
});

test.each([
  ['exposed only', inspect({ '80/tcp': null }), 'port.not-published'],
  ['unknown', inspect({ '81/tcp': [{ HostIp: '', HostPort: '1' }] }), 'port.not-published'],
  ['not running', inspect({}, false), 'container.not-running'],
])('%s', (_, found, code) => {
  expect(() => hostPortOf(found, 80, 'unix:///x', 'box')).toThrow(expect.objectContaining({ code }));
});
