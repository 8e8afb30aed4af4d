import type { NetworkOptions } from '@docktopus/core/engine';
import type { Network } from '../schema/index.ts';

/** How a network of a file is made. */
export function networkOptions(network: Network): NetworkOptions {
  const { driver, driver_opts, internal, attachable, enable_ipv4, enable_ipv6, ipam } = network;
  const subnets = ipam?.config?.map(({ subnet = '', gateway, ip_range, aux_addresses }) => ({
    subnet,
    gateway,
    ipRange: ip_range,
    reserved: aux_addresses,
  }));
  return {
    driver,
    driverOptions: driver_opts,
    internal,
    attachable,
    ipv4: enable_ipv4,
    ipv6: enable_ipv6,
    subnets,
    ...(ipam?.driver !== undefined && {
      addressDriver: { name: ipam.driver, ...(ipam.options && { options: ipam.options }) },
    }),
  };
}
