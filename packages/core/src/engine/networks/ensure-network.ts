import { isDocktopusError } from '../../errors/index.ts';
import { differences, refuseDifferences } from '../calls/differences.ts';
import type { NetworkInspect, NetworkOptions, Networks } from './networks.ts';

/**
 * The network `name`, made when it is not there.
 *
 * Engines check names before they create and not while they do: callers at the same time can get two networks of
 * one name. The elder one stays.
 */
export async function ensureNetwork(
  networks: Networks,
  name: string,
  options: NetworkOptions = {},
): Promise<NetworkInspect> {
  const found = (await named(networks, name, options)) ?? (await createOrFind(networks, name, options));
  refuseDifferences('networks.ensure', name, networkDifferences(found, options));
  return found;
}

async function createOrFind(
  networks: Networks,
  name: string,
  options: NetworkOptions,
): Promise<NetworkInspect> {
  let ours: NetworkInspect;
  try {
    ours = await networks.create(name, options);
  } catch (error) {
    const found = isDocktopusError(error, 'name.in-use') ? await named(networks, name, options) : undefined;
    if (found !== undefined) return found;
    throw error;
  }
  const elder = (await named(networks, name, options)) ?? ours;
  if (elder.Id !== ours.Id) await networks.remove(ours.Id, options);
  return elder;
}

/** The eldest network with exactly this name. */
async function named(
  networks: Networks,
  name: string,
  options: NetworkOptions,
): Promise<NetworkInspect | undefined> {
  const { signal, timeoutMs } = options;
  // The engine's filter finds parts of names as well.
  const list = await networks.list({ filters: { name: [name] }, signal, timeoutMs });
  return list.filter((network) => network.Name === name).sort(byAge)[0];
}

function byAge(a: NetworkInspect, b: NetworkInspect): number {
  const [createdA, createdB] = [a.Created ?? '', b.Created ?? ''];
  if (createdA !== createdB) return createdA < createdB ? -1 : 1;
  return a.Id < b.Id ? -1 : 1;
}

/** In what `found` does not fit; what was not asked for is compared with its stated default only. */
function networkDifferences(found: NetworkInspect, options: NetworkOptions) {
  const { driver = 'bridge', driverOptions = {}, internal = false, ipv6, attachable, subnets = [] } = options;
  const there = found.IPAM.Config ?? [];
  return [
    ...differences(
      { driver, internal, ipv6, attachable },
      {
        driver: found.Driver,
        internal: found.Internal,
        ipv6: found.EnableIPv6,
        attachable: found.Attachable,
      },
    ),
    ...differences(driverOptions, found.Options ?? {}, 'driverOptions.'),
    ...subnets
      .filter(({ subnet }) => !there.some(({ Subnet }) => Subnet === subnet))
      .map(({ subnet }) => ({ field: 'subnets', wanted: subnet, found: there.map(({ Subnet }) => Subnet) })),
  ];
}
