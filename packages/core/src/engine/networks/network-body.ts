import type { NetworkOptions } from './networks.ts';

/** The body of `POST /networks/create`. */
export function networkBody(name: string, options: NetworkOptions): Readonly<Record<string, unknown>> {
  const { driver = 'bridge', driverOptions, labels, internal, attachable, ipv4, ipv6 } = options;
  const { subnets, addressDriver } = options;
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
    ...(ipv4 === undefined ? {} : { EnableIPv4: ipv4 }),
    ...(subnets === undefined && addressDriver === undefined
      ? {}
      : {
          IPAM: {
            ...(addressDriver && { Driver: addressDriver.name, Options: addressDriver.options ?? {} }),
            Config: (subnets ?? []).map(ipamConfig),
          },
        }),
  };
}

function ipamConfig({ subnet, gateway, ipRange, reserved }: NonNullable<NetworkOptions['subnets']>[number]) {
  return {
    Subnet: subnet,
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(ipRange === undefined ? {} : { IPRange: ipRange }),
    ...(reserved === undefined ? {} : { AuxiliaryAddresses: reserved }),
  };
}
