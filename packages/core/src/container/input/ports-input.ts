import { type Problems, readFields, readInteger, readSyntax, safeEntries } from '../../input/index.ts';
import { isRecord } from '../../json/index.ts';
import type { PortMapping, PortProtocol } from '../spec/port-mapping.ts';
import { parseContainerPorts } from '../syntax/container-port.ts';
import { parseHostIp, parseHostPorts, parsePublishedPort } from '../syntax/published-port.ts';

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

/** One argument of `ports`. */
export function readPorts(value: unknown, problems: Problems): readonly PortMapping[] | undefined {
  if (isRecord(value)) return readPortsRecord(value, problems);
  if (typeof value !== 'number') return readSyntax(parsePublishedPort)(value, problems);
  const port = readInteger(1, 65_535)(value, problems);
  return port === undefined ? undefined : readSyntax(parsePublishedPort)(String(port), problems);
}

export function readPortsRecord(value: unknown, problems: Problems): readonly PortMapping[] | undefined {
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
