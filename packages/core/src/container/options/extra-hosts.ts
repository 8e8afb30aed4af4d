import { printable } from '../../errors/index.ts';
import { type Problems, readFlat, readFullRecord, readSyntax } from '../../input/index.ts';
import { type ExtraHost, parseExtraHost, parseHostAddress, printExtraHost } from '../syntax/extra-host.ts';
import { appended } from './combine.ts';
import { type NetworkAttachment, sharedNetwork } from './networks.ts';
import type { Option } from './option.ts';

/** `'name:1.2.3.4'`, `'name=::1'`, or `{ name: '1.2.3.4' }`; `host-gateway` is the engine's own address. */
export type ExtraHostsInput = string | Readonly<Record<string, string>>;

export const extraHosts = {
  calls: { extraHosts: { read: readFlat(readExtraHosts), combine: appended } },
  body: (hosts) => ({ HostConfig: { ExtraHosts: hosts.map(printExtraHost) } }),
  hash: 'body',
  contradictions: (hosts, { networks }) => {
    const shared = sharedNetwork(networks);
    if (shared === undefined || hosts.length === 0) return [];
    const got = hosts.map(({ host }) => printable(host)).join(', ');
    const because = "the other container's host names are used there";
    return [{ path: 'extraHosts', got, expected: `none on network '${shared}'`, because }];
  },
} satisfies Option<readonly ExtraHost[], { readonly networks?: readonly NetworkAttachment[] }>;

function readExtraHosts(value: unknown, problems: Problems): readonly ExtraHost[] | undefined {
  if (typeof value === 'string') {
    const entry = readSyntax(parseExtraHost)(value, problems);
    return entry === undefined ? undefined : [entry];
  }
  const record = readFullRecord(readSyntax(parseHostAddress))(value, problems);
  if (record === undefined) return undefined;
  return Object.entries(record).flatMap(([host, address]) => {
    const entry = problems.at(host).take(parseExtraHost(`${host}=${address}`), host);
    return entry === undefined ? [] : [entry];
  });
}
