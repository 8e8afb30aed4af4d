import { describe, expect, test } from 'vitest';
import type { ContainerInspect, PortView } from '../../../engine/index.ts';
import { listeningPorts } from './listening-ports.ts';
import { portAddresses } from './port-addresses.ts';

interface Case {
  readonly vantage?: PortView['vantage'];
  readonly bindings?: readonly (readonly [string, string])[];
  readonly ip?: string;
  readonly mode?: string;
  readonly own?: readonly string[];
}

function addresses({
  vantage = { at: 'host' },
  bindings = [],
  ip = '172.17.0.2',
  mode = 'bridge',
  own = [],
}: Case) {
  const target = {
    HostConfig: { NetworkMode: mode },
    NetworkSettings: {
      Ports: { '80/tcp': bindings.map(([HostIp, HostPort]) => ({ HostIp, HostPort })) },
      Networks: { one: { IPAddress: '', Gateway: '' }, two: { IPAddress: ip, Gateway: '172.17.0.1' } },
    },
  } as unknown as ContainerInspect;
  const view = { vantage, own: undefined, target };
  const { published, direct, hasWay } = portAddresses(view, 80, new Set(own));
  const print = (address?: { host: string; port: number }) => address && `${address.host} ${address.port}`;
  return hasWay ? [print(published), print(direct), 'sure'] : [print(published), print(direct)];
}

describe('a readiness probe of a port', () => {
  test.each<[string, Case, (string | undefined)[]]>([
    ['not published, here', {}, [undefined, '172.17.0.2 80']],
    ['without a network', { ip: '' }, [undefined, undefined]],
    ['in the host’s network', { ip: '', mode: 'host' }, [undefined, '127.0.0.1 80', 'sure']],
    ['on a bridge of this machine', { own: ['172.17.0.1'] }, [undefined, '172.17.0.2 80', 'sure']],
    ['on a bridge elsewhere', { own: ['172.18.0.1'] }, [undefined, '172.17.0.2 80']],
    ['published here', { bindings: [['127.0.0.1', '8080']] }, ['127.0.0.1 8080', '172.17.0.2 80']],
    [
      'published over there',
      { vantage: { at: 'elsewhere', host: '10.1.1.1' }, bindings: [['0.0.0.0', '8080']] },
      ['10.1.1.1 8080', undefined],
    ],
    [
      'published over there, on its loopback',
      { vantage: { at: 'elsewhere', host: 'far' }, bindings: [['127.0.0.1', '8080']] },
      [undefined, undefined],
    ],
  ])('%s', (_, given, expected) => {
    expect(addresses(given)).toEqual(expected);
  });
});

test('the kernel’s table of sockets: listening ones, but for those on loopback', () => {
  const row = (address: string, state: string) =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 83432 1 0 100 0 0 10 0`;
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    row('0B00007F:B32F', '0A'),
    row('0100007F:1F90', '0A'),
    row('00000000:0050', '0A'),
    row('020011AC:01BB', '0A'),
    row('00000000:0016', '01'),
    row('00000000000000000000000000000000:1538', '0A'),
    row('00000000000000000000000001000000:0051', '0A'),
    row('0000000000000000FFFF00000100007F:0052', '0A'),
    row('0000000000000000FFFF0000020011AC:0053', '0A'),
  ].join('\n');
  expect([...listeningPorts(table)]).toEqual([80, 443, 0x1538, 0x53]);
  expect(listeningPorts('').size).toBe(0);
});
