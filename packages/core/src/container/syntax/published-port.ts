import { type Parsed, parsed, refused } from '../../input/index.ts';
import { type PortProtocol, parseContainerPorts } from './container-port.ts';
import { isIpAddress, isIpv6Address } from './ip-address.ts';
import { type PortRange, parsePortRange, printPortRange } from './port-number.ts';

/** A published port. */
export interface PortMapping {
  readonly containerPort: number;
  readonly protocol: PortProtocol;
  /** @default '127.0.0.1' */
  readonly hostIp: string;
  /** `0` for any free one. */
  readonly hostPort: number;
  /** Any free one from `hostPort` to this. */
  readonly hostPortEnd?: number;
}

/** Where ports are published when nothing else is said: not beyond this host. */
const DEFAULT_HOST_IP = '127.0.0.1';

/**
 * `[[hostIp:][hostPort]:]containerPort[/protocol]`, as `docker run --publish` reads it.
 *
 * Two ranges map one to one and have the same length; a host range for one container port means any free one of it. The
 * host address is 127.0.0.1 where Docker would take every interface.
 */
export function parsePublishedPort(text: string): Parsed<readonly PortMapping[]> {
  const parts = text.split(':');
  const container = parseContainerPorts(parts.at(-1) ?? '');
  if (!container.ok) return container;
  const address = parseHostIp(parts.slice(0, -2).join(':'));
  if (!address.ok) return address;
  const host = parseHostPorts(parts.length === 1 ? '' : (parts.at(-2) ?? ''));
  if (!host.ok) return host;
  return pair(container.value, host.value, { hostIp: address.value, protocol: container.value.protocol });
}

export function printPublishedPort({
  hostIp,
  hostPort,
  hostPortEnd,
  containerPort,
  protocol,
}: PortMapping): string {
  const ip = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
  const host = hostPort === 0 ? '' : printPortRange({ from: hostPort, to: hostPortEnd ?? hostPort });
  return `${ip}:${host}:${containerPort}/${protocol}`;
}

/** An address to publish on; `''` for the default one. Brackets around IPv6 may be there. */
export function parseHostIp(text: string): Parsed<string> {
  if (text === '') return parsed(DEFAULT_HOST_IP);
  const bracketed = /^\[(.*)\]$/.exec(text);
  const address = bracketed?.[1] ?? text;
  const valid = bracketed === null ? isIpAddress(address) : isIpv6Address(address);
  return valid ? parsed(address) : refused('an IP address such as 127.0.0.1 or [::1] before the ports');
}

/** A port or range of the host; `''` for any free port. */
export function parseHostPorts(text: string): Parsed<PortRange> {
  return text === '' ? parsed({ from: 0, to: 0 }) : parsePortRange(text);
}

type Ends = Pick<PortMapping, 'hostIp' | 'protocol'>;

function pair(container: PortRange, host: PortRange, ends: Ends): Parsed<readonly PortMapping[]> {
  const count = container.to - container.from + 1;
  const anyFree = host.from === 0 && host.to === 0;
  const hostCount = host.to - host.from + 1;
  if (count === 1) {
    const single = { containerPort: container.from, ...ends, hostPort: host.from };
    return parsed([hostCount === 1 ? single : { ...single, hostPortEnd: host.to }]);
  }
  if (!anyFree && hostCount !== count) {
    return refused('two ranges of the same length', {
      because: `${printPortRange(host)} has ${hostCount} ports and ${printPortRange(container)} has ${count}`,
    });
  }
  return parsed(
    Array.from({ length: count }, (_, offset) => ({
      containerPort: container.from + offset,
      ...ends,
      hostPort: anyFree ? 0 : host.from + offset,
    })),
  );
}
