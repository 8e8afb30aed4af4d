import type { NetworkOptions } from './networks.ts';

/** The body of `POST /networks/create`. */
export function networkBody(name: string, options: NetworkOptions): Readonly<Record<string, unknown>> {
  const { driver = 'bridge', driverOptions, labels, internal, attachable, ipv6, subnets } = options;
  return {
    Name: name,
    // Before API 1.44 engines make a second network of the same name unless told otherwise.
    CheckDuplicate: true,
    Driver: driver,
    Internal: internal === true,
    Attachable: attachable === true,
    EnableIPv6: ipv6 === true,
    ...(driverOptions === undefined ? {} : { Options: driverOptions }),
    ...(labels === undefined ? {} : { Labels: labels }),
    ...(subnets === undefined ? {} : { IPAM: { Config: subnets.map(ipamConfig) } }),
  };
}

function ipamConfig({ subnet, gateway, ipRange }: NonNullable<NetworkOptions['subnets']>[number]) {
  return {
    Subnet: subnet,
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(ipRange === undefined ? {} : { IPRange: ipRange }),
  };
}
