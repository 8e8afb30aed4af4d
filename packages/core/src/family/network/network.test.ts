import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../../container/index.ts';
import type { ContainerInspect, Docker, NetworkInspect } from '../../engine/index.ts';
import { innerAddress } from './inner-address.ts';
import { networkIssues, placeNetwork } from './place-network.ts';
import { LARGEST_SHARD, Shards } from './shards.ts';

function shardsOf(members: readonly { bridge: string | undefined }[]): Shards {
  return new Shards({
    family: 'box',
    docker: {} as Docker,
    prefix: 'bp-net',
    labels: () => ({}),
    members: () => members,
  });
}
const on = (bridge: string, count: number) => Array.from({ length: count }, () => ({ bridge }));

describe('the network of a new member', () => {
  test('is the first that has room', () => {
    expect(shardsOf([]).placeOf({ bridge: undefined })).toBe('bp-net1');
    expect(shardsOf(on('bp-net1', LARGEST_SHARD - 1)).placeOf({ bridge: undefined })).toBe('bp-net1');
    expect(shardsOf(on('bp-net1', LARGEST_SHARD)).placeOf({ bridge: undefined })).toBe('bp-net2');
    const two = [...on('bp-net1', LARGEST_SHARD), ...on('bp-net2', LARGEST_SHARD)];
    expect(shardsOf(two).placeOf({ bridge: undefined })).toBe('bp-net3');
  });
  test('is the one that it has, full or not', () => {
    expect(shardsOf(on('bp-net1', 2 * LARGEST_SHARD)).placeOf({ bridge: 'bp-net1' })).toBe('bp-net1');
  });
  test('is none that only looks like one of the family', () => {
    const shards = shardsOf([]);
    expect(
      ['bp-net', 'bp-net0', 'bp-net01', 'bp-net1x', 'bp-net123456', 'x-net1'].filter((name) =>
        shards.has(name),
      ),
    ).toEqual([]);
  });
});

const spec = { image: 'box:1', ports: [{ containerPort: 80, protocol: 'tcp' }] } as unknown as ContainerSpec;

test('an isolated member publishes nothing, and is waited for all the same', () => {
  const placed = placeNetwork(spec, 'isolated', () => 'bp-net1');
  expect(placed).toEqual({
    image: 'box:1',
    networks: [{ name: 'bp-net1' }],
    readyWhen: { kind: 'all', conditions: [{ kind: 'port', port: 80 }] },
  });
  expect(placeNetwork(spec, 'shared', () => '')).toBe(spec);
});

test('a definition that names networks, or ports without one, contradicts its family', () => {
  const networks = { ...spec, networks: [{ name: 'mine' }] } as unknown as ContainerSpec;
  expect(networkIssues(networks, 'isolated').map(({ path }) => path)).toEqual(['networks']);
  expect(networkIssues(networks, 'none').map(({ path }) => path)).toEqual(['networks', 'ports']);
  expect(networkIssues(networks, 'shared')).toEqual([]);
});

describe('the address of an isolated member', () => {
  const network = {
    Name: 'bp-net1',
    IPAM: { Config: [{ Gateway: '10.0.0.1' }] },
  } as unknown as NetworkInspect;
  const inspect = (Running: boolean) =>
    ({
      State: { Running },
      NetworkSettings: { Networks: { 'bp-net1': { IPAddress: '10.0.0.7' } } },
    }) as unknown as ContainerInspect;
  test('is its own, where its bridge is', () => {
    const found = innerAddress(inspect(true), network, 80, 'box "acme"', new Set(['10.0.0.1']));
    expect(found).toEqual({ host: '10.0.0.7', port: 80, boundIp: '10.0.0.7' });
  });
  test('is refused in words elsewhere, and while it does not run', () => {
    expect(() => innerAddress(inspect(true), network, 80, 'box "acme"', new Set())).toThrow(
      'an isolated network has no published ports, and its bridge is not on the machine (or in the container) of this process',
    );
    expect(() => innerAddress(inspect(false), network, 80, 'box "acme"', new Set(['10.0.0.1']))).toThrow(
      'it has an address only while it runs',
    );
  });
});
