import { isIP } from 'node:net';
import { type Parsed, parsed, refused } from './parsed.ts';

/** One published port, as a service of the model has it. */
export interface PortEntry {
  readonly mode: string;
  readonly host_ip?: string;
  readonly target: number;
  /** A port or a range of the host; nothing for any free one. */
  readonly published?: string;
  readonly protocol: string;
}

const PROTOCOLS = ['tcp', 'udp', 'sctp'];

interface Range {
  readonly from: number;
  readonly to: number;
}

/** `[[host-ip:][host-port[-end]]:]port[-end][/protocol]`; ranges of the same length are one entry for each port. */
export function parsePort(text: string): Parsed<readonly PortEntry[]> {
  const { ports, protocol } = splitProtocol(text);
  if (!PROTOCOLS.includes(protocol)) return refused(`a protocol of ${PROTOCOLS.join(', ')} after the /`);
  const parts = ports.split(':');
  const container = parseRange(parts.at(-1) ?? '');
  if (container === undefined) return refused('a container port from 1 to 65535, or a range of them');
  const hostText = parts.length > 1 ? parts.at(-2)! : '';
  const host = hostText === '' ? undefined : parseRange(hostText);
  if (hostText !== '' && host === undefined)
    return refused('a host port from 1 to 65535, or a range of them');
  const hostIp = parseHostIp(parts.slice(0, -2).join(':'));
  if (!hostIp.ok) return hostIp;
  return pair(container, host, { protocol, ip: hostIp.value });
}

function pair(
  container: Range,
  host: Range | undefined,
  { protocol, ip }: { readonly protocol: string; readonly ip: string },
): Parsed<readonly PortEntry[]> {
  const count = container.to - container.from;
  const hostCount = host === undefined ? count : host.to - host.from;
  if (count !== hostCount && count > 0) return refused('ranges of the same length for host and container');
  const entry = (index: number): PortEntry => ({
    mode: 'ingress',
    ...(ip === '' ? {} : { host_ip: ip }),
    target: container.from + index,
    ...(host === undefined ? {} : { published: publishedAt(host, index, count === 0) }),
    protocol,
  });
  return parsed(Array.from({ length: count + 1 }, (_, index) => entry(index)));
}

function publishedAt(host: Range, index: number, single: boolean): string {
  return single && host.to > host.from ? `${host.from}-${host.to}` : String(host.from + index);
}

function splitProtocol(text: string): { ports: string; protocol: string } {
  const slash = text.indexOf('/');
  if (slash === -1) return { ports: text, protocol: 'tcp' };
  return { ports: text.slice(0, slash), protocol: text.slice(slash + 1).toLowerCase() || 'tcp' };
}

function parseHostIp(text: string): Parsed<string> {
  if (text === '') return parsed('');
  const address = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return isIP(address) === 0 || address.includes('%')
    ? refused('an IP address before the ports, without a zone')
    : parsed(address);
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return to <= 65535 && from <= to ? { from, to } : undefined;
}
