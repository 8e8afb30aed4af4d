import { isIPv4 } from 'node:net';
import {
  type Parsed,
  type Problems,
  parsed,
  readAnyText,
  readFields,
  readList,
  readRecord,
  readSyntax,
  readText,
  refused,
} from '../../input/index.ts';
import type { NetworkAttachment } from '../spec/network-attachment.ts';
import { isIpAddress, isIpv6Address, isMacAddress } from '../syntax/ip-address.ts';

/** A network to be on, with what is particular to this container. */
export interface NetworkInput {
  readonly name: string;
  /** Further names of the container on this network. */
  readonly aliases?: readonly string[] | undefined;
  readonly ipv4Address?: string | undefined;
  readonly ipv6Address?: string | undefined;
  readonly linkLocalIps?: readonly string[] | undefined;
  /** From API 1.44. */
  readonly macAddress?: string | undefined;
  readonly driverOptions?: Readonly<Record<string, string>> | undefined;
}

const readGiven = readFields<NetworkAttachment>({
  name: readNetworkName,
  aliases: readList(readText),
  ipv4Address: readSyntax(parserOf(isIPv4, 'an IPv4 address')),
  ipv6Address: readSyntax(parserOf(isIpv6Address, 'an IPv6 address without brackets')),
  linkLocalIps: readList(readSyntax(parserOf(isIpAddress, 'an IP address'))),
  macAddress: readSyntax(parserOf(isMacAddress, 'an address such as 92:d0:c6:0a:29:33')),
  driverOptions: readRecord(readAnyText),
});

/** One argument of `networks`: a name or mode, or {@link NetworkInput}. */
export function readNetwork(value: unknown, problems: Problems): NetworkAttachment | undefined {
  if (typeof value === 'string') {
    const name = readNetworkName(value, problems);
    return name === undefined ? undefined : { name };
  }
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { name } = given;
  if (name !== undefined) return { ...given, name };
  if (!Object.hasOwn(value as object, 'name')) problems.at('name').report('nothing', "a network's name");
  return undefined;
}

function readNetworkName(value: unknown, problems: Problems): string | undefined {
  const name = readText(value, problems);
  if (name === undefined) return undefined;
  const valid = name.startsWith('container:') ? name.length > 'container:'.length : !/[\s/:]/.test(name);
  return valid
    ? name
    : problems.refuse(value, "a network's name, 'host', 'none', 'bridge' or 'container:<name>'");
}

function parserOf(test: (text: string) => boolean, expected: string): (text: string) => Parsed<string> {
  return (text) => (test(text) ? parsed(text) : refused(expected));
}
