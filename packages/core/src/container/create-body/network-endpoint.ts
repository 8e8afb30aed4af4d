import type { EndpointSettings } from '../../engine/index.ts';
import type { NetworkAttachment } from '../spec/network-attachment.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Whether `name` is a mode of the engine rather than a network that has endpoints. */
export function isNetworkMode(name: string): boolean {
  return ['bridge', 'host', 'none', 'default'].includes(name) || name.startsWith('container:');
}

/** The engine's words for one attachment; also the body of a later connect. */
export function endpointSettings(network: NetworkAttachment): EndpointSettings {
  const { ipv4Address, ipv6Address, linkLocalIps } = network;
  const hasIpam = ipv4Address !== undefined || ipv6Address !== undefined || linkLocalIps !== undefined;
  return withoutUndefined<EndpointSettings>({
    Aliases: network.aliases,
    IPAMConfig: hasIpam
      ? withoutUndefined<NonNullable<EndpointSettings['IPAMConfig']>>({
          IPv4Address: ipv4Address,
          IPv6Address: ipv6Address,
          LinkLocalIPs: linkLocalIps,
        })
      : undefined,
    MacAddress: network.macAddress,
    DriverOpts: network.driverOptions,
  });
}
