import type { PortMap } from '../../engine/index.ts';
import type { Issue } from '../../errors/index.ts';
import {
  type Problems,
  readFields,
  readFlat,
  readInteger,
  readSyntax,
  safeEntries,
} from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import { type PortProtocol, parseContainerPorts } from '../syntax/container-port.ts';
import { printPortRange } from '../syntax/port-number.ts';
import {
  type PortMapping,
  parseHostIp,
  parseHostPorts,
  parsePublishedPort,
} from '../syntax/published-port.ts';
import { appended } from './combine.ts';
import type { Option } from './option.ts';

/** A port of the container: `'80'` (tcp), `'53/udp'`. */
export type ContainerPortKey = `${number}` | `${number}/${PortProtocol}`;

/** Where a port is published. */
export interface HostBinding {
  /** @default '127.0.0.1' */
  readonly hostIp?: string | undefined;
  /** A port, a range `'8000-8010'` to choose from, or `0` for any free one. @default 0 */
  readonly hostPort?: number | string | undefined;
}

/** `{ '6379/tcp': { hostIp: '127.0.0.1', hostPort: 0 } }`, or the host port alone: `{ '80/tcp': 8080 }`. */
export type PortsRecord = {
  readonly [port in ContainerPortKey]?: number | HostBinding | readonly HostBinding[] | undefined;
};

/** A container port (any free host port), a short form as after `docker run -p`, or {@link PortsRecord}. */
export type PortsInput = number | string | PortsRecord;

/** As the engine's own map: `{ '8080/tcp': [{ hostIp: '127.0.0.1', hostPort: '80' }] }`. */
export type PortBindingsInput = { readonly [port in ContainerPortKey]?: readonly HostBinding[] | undefined };

/** Published on 127.0.0.1 unless an address is given. */
export const ports = {
  calls: {
    ports: { read: readFlat(readPorts), combine: appended },
    portBindings: { read: readPortsRecord, combine: appended },
  },
  body: (mappings) => ({
    ExposedPorts: Object.fromEntries(mappings.map((port) => [keyOf(port), {}])),
    HostConfig: { PortBindings: portMap(mappings) },
  }),
  hash: 'body',
  contradictions: repeatedHostPorts,
} satisfies Option<readonly PortMapping[]>;

function readPorts(value: unknown, problems: Problems): readonly PortMapping[] | undefined {
  if (isRecord(value)) return readPortsRecord(value, problems);
  if (typeof value === 'string') return readSyntax(parsePublishedPort)(value, problems);
  const port = readInteger(1, 65_535)(value, problems);
  return port === undefined ? undefined : readSyntax(parsePublishedPort)(String(port), problems);
}

function readPortsRecord(value: unknown, problems: Problems): readonly PortMapping[] | undefined {
  return safeEntries(value, problems)?.flatMap(([key, bindings]) =>
    readBindings(key, bindings, problems.at(key)),
  );
}

function readBindings(key: string, value: unknown, problems: Problems): readonly PortMapping[] {
  const container = readSyntax(parseContainerPorts)(key, problems);
  if (container === undefined) return [];
  if (container.from !== container.to) {
    problems.refuse(key, 'one port', {
      hint: 'write ranges in the short form, such as 8000-8010:80-90',
    });
    return [];
  }
  const { from: containerPort, protocol } = container;
  if (!Array.isArray(value)) return readBinding(value, { containerPort, protocol }, problems);
  if (value.length === 0)
    problems.refuse(value, 'at least one binding', { hint: '{ hostPort: 0 } takes any free port' });
  return value.flatMap((entry, position) =>
    readBinding(entry, { containerPort, protocol }, problems.index(position)),
  );
}

const readHostBinding = readFields<{ readonly hostIp: string; readonly hostPort: string }>({
  hostIp: readSyntax(parseHostIp),
  hostPort: readHostPortText,
});

function readBinding(
  value: unknown,
  port: Pick<PortMapping, 'containerPort' | 'protocol'>,
  problems: Problems,
): readonly PortMapping[] {
  const given = readHostBinding(typeof value === 'number' ? { hostPort: value } : value, problems);
  if (given === undefined) return [];
  const host = parseHostPorts(given.hostPort ?? '');
  const ip = parseHostIp(given.hostIp ?? '');
  if (!host.ok || !ip.ok) return [];
  const { from, to } = host.value;
  return [{ ...port, hostIp: ip.value, hostPort: from, ...(from === to ? {} : { hostPortEnd: to }) }];
}

function readHostPortText(value: unknown, problems: Problems): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return readSyntax(parseHostPorts)(text, problems) === undefined ? undefined : (text as string);
}

function portMap(mappings: readonly PortMapping[]): PortMap {
  const map: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of mappings) {
    const earlier = map[keyOf(port)] ?? [];
    map[keyOf(port)] = [...earlier, { HostIp: port.hostIp, HostPort: printHostPort(port) }];
  }
  return map;
}

function keyOf({ containerPort, protocol }: PortMapping): string {
  return `${containerPort}/${protocol}`;
}

/** `''` asks for any free port, as `docker run -p 80` does. */
function printHostPort({ hostPort, hostPortEnd }: PortMapping): string {
  return hostPort === 0 ? '' : printPortRange({ from: hostPort, to: hostPortEnd ?? hostPort });
}

/** The engine would fail at the start with a port that two bindings of one container want. */
function repeatedHostPorts(mappings: readonly PortMapping[]): readonly Issue[] {
  return mappings.flatMap((port, position) => {
    const rival = mappings.slice(0, position).find((earlier) => wantSameHostPort(earlier, port));
    if (rival === undefined) return [];
    return [
      {
        path: 'ports',
        got: `${port.hostIp}:${port.hostPort}/${port.protocol} twice`,
        expected: 'each host port once',
        because: `container ports ${rival.containerPort} and ${port.containerPort} cannot share it`,
      },
    ];
  });
}

function wantSameHostPort(a: PortMapping, b: PortMapping): boolean {
  const fixed = [a, b].every(({ hostPort, hostPortEnd }) => hostPort !== 0 && hostPortEnd === undefined);
  return fixed && a.hostPort === b.hostPort && a.protocol === b.protocol && overlap(a.hostIp, b.hostIp);
}

function overlap(a: string, b: string): boolean {
  return a === b || (a === '0.0.0.0' && !b.includes(':')) || (b === '0.0.0.0' && !a.includes(':'));
}
