import { networkInterfaces } from 'node:os';
import type { HostPort } from '../../container/index.ts';
import type { ContainerInspect, NetworkInspect } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';

/**
 * Where a port of an isolated member is reached: at the container's own address, from the machine that its bridge is on.
 *
 * @param here the addresses of this machine's interfaces.
 * @throws DocktopusError `container.not-running`; `port.not-published` when this process is not on that machine.
 */
export function innerAddress(
  inspect: ContainerInspect,
  network: NetworkInspect,
  port: number,
  subject: string,
  here: ReadonlySet<string> = addressesHere(),
): HostPort {
  const about = { operation: 'family.port', subject };
  const address = inspect.NetworkSettings.Networks?.[network.Name]?.IPAddress ?? '';
  if (!inspect.State.Running || address === '') {
    throw new DocktopusError('container.not-running', {
      ...about,
      reason: 'it has an address only while it runs',
    });
  }
  const gateways = (network.IPAM.Config ?? []).map(({ Gateway }) => Gateway);
  if (gateways.some((gateway) => gateway !== undefined && here.has(gateway))) {
    return { host: address, port, boundIp: address };
  }
  throw new DocktopusError('port.not-published', {
    ...about,
    reason: `an isolated network has no published ports, and its bridge is not on the machine (or in the container) of this process`,
    hint: "Run the blueprint on the engine's host, or give the family network: 'shared'",
  });
}

function addressesHere(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return new Set(all.map(({ address }) => address));
}
