import {
  type ContainerInspect,
  isOnHostNetwork,
  type NoWay,
  ownAddresses,
  type PortAddress,
  type PortView,
  reachPort,
} from '../../../engine/index.ts';

/** Where a port of a container may be reached from here. */
export interface PortAddresses {
  /** The engine's host, when the port is published there. */
  readonly published: PortAddress | undefined;
  /** The container itself. On the engine's machine that is a guess, because the engine may run in a virtual machine. */
  readonly direct: PortAddress | undefined;
  /** There is a way to `direct`, sooner or later. */
  readonly hasWay: boolean;
  /** Why neither is known. */
  readonly problem: Pick<NoWay, 'reason' | 'hint'> | undefined;
}

/** @param own the addresses of this machine's interfaces. */
export function portAddresses(
  view: PortView,
  port: number,
  own: ReadonlySet<string> = ownAddresses(),
): PortAddresses {
  const reached = reachPort(view, `${port}/tcp`);
  const problem = reached.way === 'none' ? reached : undefined;
  const published = reached.way === 'host' ? reached.address : undefined;
  if (reached.way === 'container') return { published, direct: reached.address, hasWay: true, problem };
  const nearby = isOnThisHost(view) ? networkAddress(view.target) : undefined;
  if (nearby === undefined) return { published, direct: undefined, hasWay: false, problem };
  return { published, direct: { host: nearby.host, port }, hasWay: own.has(nearby.gateway), problem };
}

function isOnThisHost({ vantage, own }: PortView): boolean {
  return vantage.at === 'host' || (own !== undefined && isOnHostNetwork(own));
}

function networkAddress({
  NetworkSettings,
}: ContainerInspect): { readonly host: string; readonly gateway: string } | undefined {
  const network = Object.values(NetworkSettings.Networks ?? {}).find(({ IPAddress }) => IPAddress);
  return network && { host: network.IPAddress, gateway: network.Gateway };
}
