import { isIPv4 } from 'node:net';
import type { EndpointSettings } from '../../engine/index.ts';
import type { Issue } from '../../errors/index.ts';
import {
  type Parsed,
  type Problems,
  parsed,
  readAnyText,
  readFields,
  readFullRecord,
  readList,
  readSyntax,
  readText,
  refused,
} from '../../input/index.ts';
import { isIpAddress, isIpv6Address, isMacAddress } from '../syntax/ip-address.ts';
import type { PortMapping } from '../syntax/published-port.ts';
import { replacedByName } from './combine.ts';
import type { Option } from './option.ts';
import { withoutUndefined } from './without-undefined.ts';

/** A network that a container is on. */
export interface NetworkAttachment {
  /** A network's name or id, or a mode: `'bridge'`, `'host'`, `'none'`, `'container:<name>'`. */
  readonly name: string;
  /** Further names of the container on this network. */
  readonly aliases?: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
  readonly linkLocalIps?: readonly string[];
  /** From API 1.44. */
  readonly macAddress?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
}

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

/** The first is given to the engine at creation, the others are connected before the start. */
export const networks = {
  calls: { networks: { read: readList(readNetwork), combine: replacedByName } },
  body: ([first]) => {
    if (first === undefined) return {};
    const HostConfig = { NetworkMode: first.name };
    if (isNetworkMode(first.name)) return { HostConfig };
    return { HostConfig, NetworkingConfig: { EndpointsConfig: { [first.name]: endpointSettings(first) } } };
  },
  hash: 'beside',
  contradictions: (attachments, { ports = [] }) => {
    const exclusive = attachments.find(({ name }) => isExclusive(name));
    if (exclusive === undefined) return [];
    const name = `'${exclusive.name}'`;
    const others = attachments.filter((network) => network !== exclusive);
    const issues: Issue[] = [];
    if (others.length > 0) {
      const got = `${name} with ${others.map((other) => `'${other.name}'`).join(', ')}`;
      issues.push({ path: 'networks', got, expected: `${name} alone` });
    }
    if (ports.length > 0) {
      const published = ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`).join(', ');
      issues.push({
        path: 'networks',
        got: name,
        expected: 'a network that can publish ports',
        because: `this container publishes ${published}`,
      });
    }
    return issues;
  },
} satisfies Option<readonly NetworkAttachment[], { readonly ports?: readonly PortMapping[] }>;

/** Whether `name` is a mode of the engine rather than a network that has endpoints. */
export function isNetworkMode(name: string): boolean {
  return ['bridge', 'default'].includes(name) || isExclusive(name);
}

/** The network of another container that is used in place of an own one. */
export function sharedNetwork(attachments: readonly NetworkAttachment[] = []): string | undefined {
  return attachments.find(({ name }) => name.startsWith('container:'))?.name;
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

function isExclusive(name: string): boolean {
  return name === 'host' || name === 'none' || name.startsWith('container:');
}

const readGiven = readFields<NetworkAttachment, 'name'>(
  {
    name: readNetworkName,
    aliases: readList(readText),
    ipv4Address: readSyntax(parserOf(isIPv4, 'an IPv4 address')),
    ipv6Address: readSyntax(parserOf(isIpv6Address, 'an IPv6 address without brackets')),
    linkLocalIps: readList(readSyntax(parserOf(isIpAddress, 'an IP address'))),
    macAddress: readSyntax(parserOf(isMacAddress, 'an address such as 92:d0:c6:0a:29:33')),
    driverOptions: readFullRecord(readAnyText),
  },
  { name: "a network's name" },
);

function readNetwork(value: unknown, problems: Problems): NetworkAttachment | undefined {
  if (typeof value !== 'string') return readGiven(value, problems);
  const name = readNetworkName(value, problems);
  return name === undefined ? undefined : { name };
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
