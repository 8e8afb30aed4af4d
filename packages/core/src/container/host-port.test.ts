import { expect, test } from 'vitest';
import type { ContainerInspect, PortView } from '../engine/index.ts';
import { hostPortOf, portKey } from './host-port.ts';

const container = (Ports: Record<string, { HostIp: string; HostPort: string }[] | null>) =>
  ({ Id: 'box', HostConfig: {}, NetworkSettings: { Ports, Networks: {} } }) as unknown as ContainerInspect;

const seen = (target: ContainerInspect, vantage: PortView['vantage'] = { at: 'host' }): PortView => ({
  vantage,
  own: undefined,
  target,
});

test.each([
  [80, '80/tcp'],
  ['80', '80/tcp'],
  ['53/udp', '53/udp'],
  ['53/UDP', '53/udp'],
])('%s is %s', (port, key) => {
  expect(portKey(port)).toBe(key);
});

test('a published port says where it is reached, and what it is bound to', () => {
  const target = container({ '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '32768' }] });
  expect(hostPortOf(seen(target), 80, 'box')).toEqual({ host: '127.0.0.1', port: 32768, boundIp: '0.0.0.0' });
});

test.each([
  ['exposed only', { '80/tcp': null }, 'No port is: publish it with ports()'],
  ['unknown', { '81/tcp': [{ HostIp: '', HostPort: '1' }] }, 'Published are 81/tcp'],
])('a port that is %s is not published, and the error says which are', (_, ports, hint) => {
  expect(() => hostPortOf(seen(container(ports)), 80, 'box')).toThrow(
    expect.objectContaining({ code: 'port.not-published', hint }),
  );
});

test('a port that only the host of an engine elsewhere reaches is refused', () => {
  const target = container({ '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '1' }] });
  const view = seen(target, { at: 'elsewhere', host: 'build.example' });
  expect(() => hostPortOf(view, 80, 'box')).toThrow(expect.objectContaining({ code: 'port.unreachable' }));
});
