import { type Parsed, parsed, refused } from '../../input/index.ts';
import { type PortRange, parsePortRange } from './port-number.ts';

/** The protocol of a port. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp';

const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp', 'sctp'];

export interface ContainerPorts extends PortRange {
  readonly protocol: PortProtocol;
}

/** `'80'`, `'80/udp'`, `'80-90/tcp'`: ports of a container, `tcp` unless it says otherwise. */
export function parseContainerPorts(text: string): Parsed<ContainerPorts> {
  const slash = text.indexOf('/');
  const ports = slash === -1 ? text : text.slice(0, slash);
  const word = slash === -1 ? 'tcp' : text.slice(slash + 1).toLowerCase();
  const protocol = word === '' ? 'tcp' : PROTOCOLS.find((known) => known === word);
  if (protocol === undefined) return refused('the protocol tcp, udp or sctp');
  if (ports === '') return refused('a port of the container, such as 80 or 8080:80');
  const range = parsePortRange(ports);
  if (!range.ok) return range;
  if (range.value.from === 0) return refused('a container port from 1 to 65535');
  return parsed({ ...range.value, protocol });
}
