import { type Problems, readRecord, readSyntax } from '../../input/index.ts';
import type { ExtraHost } from '../spec/container-spec.ts';
import { parseExtraHost, parseHostAddress } from '../syntax/extra-host.ts';

/** `'name:1.2.3.4'`, `'name=::1'`, or `{ name: '1.2.3.4' }`; `host-gateway` is the engine's own address. */
export type ExtraHostsInput = string | Readonly<Record<string, string>>;

/** One argument of `extraHosts`. */
export function readExtraHosts(value: unknown, problems: Problems): readonly ExtraHost[] | undefined {
  if (typeof value === 'string') {
    const entry = readSyntax(parseExtraHost)(value, problems);
    return entry === undefined ? undefined : [entry];
  }
  const record = readRecord(readSyntax(parseHostAddress))(value, problems);
  if (record === undefined) return undefined;
  return Object.entries(record).flatMap(([host, address]) => {
    const entry = problems.at(host).take(parseExtraHost(`${host}=${address}`), host);
    return entry === undefined ? [] : [entry];
  });
}
