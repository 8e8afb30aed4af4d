import { type PortView, reachPort, viewPorts } from '../engine/index.ts';
import { DocktopusError, invalid } from '../errors/index.ts';
import {
  CALL_OPTIONS,
  checkOptions,
  Problems,
  type Reader,
  readInteger,
  readSyntax,
} from '../input/index.ts';
import type { CallOptions } from '../scope/index.ts';
import type { CallTarget } from './call-target.ts';
import { parseContainerPorts } from './syntax/container-port.ts';

/** Where a port of a container can be reached from here. */
export interface HostPort {
  /** An address to connect to: never a wildcard. */
  readonly host: string;
  readonly port: number;
  /** What it is bound to on the engine's host: `'0.0.0.0'`, `'127.0.0.1'`, `'::'`; `undefined` when it is not published. */
  readonly boundIp: string | undefined;
}

/** `80`, `'80'` and `'80/tcp'` are the same. */
export function portKey(port: number | string): string {
  const text = String(port);
  return text.includes('/') ? text.toLowerCase() : `${text}/tcp`;
}

/**
 * Where a port of a running container can be reached.
 *
 * @throws DocktopusError `container.not-running`, `port.not-published`, `port.unreachable`
 */
export function hostPortOf(view: PortView, port: number | string, subject: string): HostPort {
  const about = { operation: 'container.port', subject };
  const reached = reachPort(view, portKey(port));
  if (reached.way !== 'none') return { ...reached.address, boundIp: reached.boundIp };
  const { isPublished, reason, hint } = reached;
  if (isPublished) throw new DocktopusError('port.unreachable', { ...about, reason, hint });
  const ports = view.target.NetworkSettings.Ports ?? {};
  const published = Object.keys(ports).filter((name) => ports[name]?.length);
  throw new DocktopusError('port.not-published', {
    ...about,
    reason: `the port ${portKey(port)} is not published`,
    hint:
      published.length === 0
        ? 'No port is: publish it with ports()'
        : `Published are ${published.join(', ')}`,
  });
}

export async function readHostPort(
  { docker, id, subject }: CallTarget,
  port: number | string,
  options: CallOptions,
): Promise<HostPort> {
  const operation = 'container.port';
  checkOptions(options, CALL_OPTIONS, operation, subject);
  const problems = new Problems().at('port');
  readPort(port, problems);
  if (problems.issues.length > 0) throw invalid('spec.invalid', operation, problems.issues, subject);
  const inspect = await docker.engine.inspectContainer(id, options);
  // Podman says where they will be before it runs, and where they were.
  if (!inspect.State.Running) {
    const reason = 'its ports are bound only while it runs';
    throw new DocktopusError('container.not-running', { operation, subject, reason });
  }
  return hostPortOf(await viewPorts(docker, inspect, options), port, subject);
}

const readPort: Reader<unknown> = (value, problems) =>
  typeof value === 'number'
    ? readInteger(1, 65_535)(value, problems)
    : readSyntax(parseContainerPorts)(value, problems);
