import { isDocktopusError } from '../../errors/index.ts';
import { differences, refuseDifferences } from '../calls/differences.ts';
import type { Engine } from '../engine.ts';
import { firstFound } from './first-found.ts';
import type { NetworkInspect, NetworkOptions, Networks } from './networks.ts';

/** The calls that a network is ensured with. */
export type EnsuringCalls = Pick<Networks, 'create' | 'list' | 'remove'> & Pick<Engine, 'watchEvents'>;

/**
 * The network `name`, made when it is not there.
 *
 * Engines check names before they create and not while they do: callers at the same time can get two networks of
 * one name. The one that could be found first stays, since somebody may have got it already.
 */
export async function ensureNetwork(
  engine: EnsuringCalls,
  name: string,
  options: NetworkOptions = {},
): Promise<NetworkInspect> {
  const found = (await named(engine, name, options)) ?? (await createOrFind(engine, name, options));
  refuseDifferences('networks.ensure', name, networkDifferences(found, options));
  return found;
}

async function createOrFind(
  engine: EnsuringCalls,
  name: string,
  options: NetworkOptions,
): Promise<NetworkInspect> {
  let ours: NetworkInspect;
  try {
    ours = await engine.create(name, options);
  } catch (error) {
    const found = isDocktopusError(error, 'name.in-use') ? await named(engine, name, options) : undefined;
    if (found !== undefined) return found;
    throw error;
  }
  const first = (await named(engine, name, options)) ?? ours;
  if (first.Id !== ours.Id) await engine.remove(ours.Id, options);
  return first;
}

/** The network with exactly this name. */
async function named(
  engine: EnsuringCalls,
  name: string,
  options: NetworkOptions,
): Promise<NetworkInspect | undefined> {
  const { signal, timeoutMs } = options;
  // The engine's filter finds parts of names as well.
  const list = await engine.list({ filters: { name: [name] }, signal, timeoutMs });
  const found = list.filter((network) => network.Name === name);
  return found.length > 1 ? await firstFound(engine, found, { signal, timeoutMs }) : found[0];
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
    ...differences(driverOptions, optionsOf(found), 'driverOptions.'),
    ...subnets
      .filter(({ subnet }) => !there.some(({ Subnet }) => Subnet === subnet))
      .map(({ subnet }) => ({ field: 'subnets', wanted: subnet, found: there.map(({ Subnet }) => Subnet) })),
  ];
}

/** Podman keeps this option of Docker under another name. */
function optionsOf({ Options }: NetworkInspect): Readonly<Record<string, string>> {
  const { mtu, ...options } = Options ?? {};
  return mtu === undefined ? options : { 'com.docker.network.driver.mtu': mtu, ...options, mtu };
}
