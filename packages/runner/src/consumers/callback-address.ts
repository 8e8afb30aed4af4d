import { lookup } from 'node:dns';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { DocktopusError } from '@docktopus/core';

/**
 * Addresses that a callback never has a reason to go to, and that give away credentials to any caller: link-local
 * ones, with the metadata services of clouds, and the metadata services that live elsewhere.
 */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addAddress('100.100.100.200', 'ipv4');
FORBIDDEN.addAddress('192.0.0.192', 'ipv4');
FORBIDDEN.addAddress('168.63.129.16', 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addAddress('::', 'ipv6');
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');
FORBIDDEN.addAddress('fd20:ce::254', 'ipv6');
// The same IPv4 range inside of IPv6: compatible, NAT64, 6to4. The mapped form is checked as IPv4 by the list itself.
FORBIDDEN.addSubnet('::169.254.0.0', 112, 'ipv6');
FORBIDDEN.addSubnet('64:ff9b::169.254.0.0', 112, 'ipv6');
FORBIDDEN.addSubnet('2002:a9fe::', 32, 'ipv6');

/** Whether `address` is one that callbacks do not go to; a name is none. */
export function isForbiddenAddress(address: string): boolean {
  const [plain = ''] = address.replace(/^\[|\]$/g, '').split('%');
  if (isIPv4(plain)) return FORBIDDEN.check(plain, 'ipv4');
  return isIPv6(plain) && FORBIDDEN.check(plain, 'ipv6');
}

/**
 * The lookup of a connection that is about to be opened. The address that was checked is the address that is
 * connected to, so that a name cannot stand for another one a moment later.
 */
export function checkedLookup(resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const forbidden = addresses.find(({ address }) => isForbiddenAddress(address));
      if (forbidden !== undefined) return callback(forbiddenError(hostname, forbidden.address), '');
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

export function forbiddenError(hostname: string, address: string): DocktopusError {
  return new DocktopusError('runner.invalid', {
    operation: 'httpCallback',
    subject: hostname,
    reason: `${address} is a link-local or metadata address`,
    hint: 'Allow it with allowLinkLocal: true if that is what you mean',
  });
}
