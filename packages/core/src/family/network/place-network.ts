import type { ContainerSpec } from '../../container/index.ts';
import { type Issue, printable } from '../../errors/index.ts';
import type { FamilyNetwork } from '../settings/family-settings.ts';

/**
 * The spec on the network that the family gives its member.
 *
 * @param shard names the network of an isolated member.
 */
export function placeNetwork(
  spec: ContainerSpec,
  network: FamilyNetwork,
  shard: () => string,
): ContainerSpec {
  if (network === 'shared') return spec;
  // Without a way out there is no way in that could be published: ports are reached at the container's own address.
  const { ports = [], ...rest } = spec;
  return {
    ...rest,
    ...(spec.readyWhen === undefined && spec.healthcheck === undefined ? waitingFor(ports) : {}),
    networks: [{ name: network === 'none' ? 'none' : shard() }],
  };
}

/** What published ports are waited for without a word holds for these, too. */
function waitingFor(ports: NonNullable<ContainerSpec['ports']>): Pick<ContainerSpec, 'readyWhen'> {
  const conditions = ports
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ containerPort: port }) => ({ kind: 'port', port }) as const);
  return conditions.length === 0 ? {} : { readyWhen: { kind: 'all', conditions } };
}

/** What of a spec contradicts the network of its family. */
export function networkIssues(spec: ContainerSpec, network: FamilyNetwork): readonly Issue[] {
  if (network === 'shared') return [];
  const because = `the family says network: '${network}'`;
  const issues: Issue[] = [];
  if (spec.networks !== undefined) {
    const names = spec.networks.map(({ name }) => name);
    issues.push({ path: 'networks', got: printable(names), expected: 'none', because });
  }
  const [port] = spec.ports ?? [];
  if (network === 'none' && port !== undefined) {
    const got = `${port.containerPort}/${port.protocol}`;
    const hint = "write network: 'isolated' for members that are called from here";
    issues.push({ path: 'ports', got, expected: 'none', because, hint });
  }
  return issues;
}
