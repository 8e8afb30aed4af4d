import type { ContainerInspect } from '../engine/index.ts';
import { DocktopusError, invalid } from '../errors/index.ts';
import { Problems, type Reader, readInteger, readSyntax } from '../input/index.ts';
import type { CallOptions } from '../scope/index.ts';
import type { CallTarget } from './call-target.ts';
import { parseContainerPorts } from './syntax/container-port.ts';

/** Where a port of a container can be reached from here. */
export interface HostPort {
  /** An address to connect to: never a wildcard. */
  readonly host: string;
  readonly port: number;
  /** What it is bound to on the engine's host: `'0.0.0.0'`, `'127.0.0.1'`, `'::'`. */
  readonly boundIp: string;
}

/** `80`, `'80'` and `'80/tcp'` are the same. */
export function portKey(port: number | string): string {
  const text = String(port);
  return text.includes('/') ? text.toLowerCase() : `${text}/tcp`;
}

/**
 * What the engine has bound, read from an inspect.
 *
 * @throws DocktopusError `container.not-running`, `port.not-published`
 */
export function hostPortOf(
  inspect: ContainerInspect,
  port: number | string,
  endpoint: string,
  subject: string,
): HostPort {
  const key = portKey(port);
  const about = { operation: 'container.port', subject };
  // Podman says where they will be before it runs, and where they were.
  if (!inspect.State.Running) {
    throw new DocktopusError('container.not-running', {
      ...about,
      reason: 'ports are bound only while it runs',
    });
  }
  const ports = inspect.NetworkSettings.Ports ?? {};
  const bindings = ports[key] ?? [];
  // With both families bound, IPv4 works everywhere.
  const binding = bindings.find(({ HostIp }) => !HostIp.includes(':')) ?? bindings[0];
  if (binding !== undefined) {
    return {
      host: reachable(binding.HostIp, endpoint),
      port: Number(binding.HostPort),
      boundIp: binding.HostIp,
    };
  }
  const published = Object.keys(ports).filter((name) => ports[name]?.length);
  throw new DocktopusError('port.not-published', {
    ...about,
    reason: `the port ${key} is not published`,
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
  const problems = new Problems().at('port');
  readPort(port, problems);
  if (problems.issues.length > 0) throw invalid('spec.invalid', 'container.port', problems.issues, subject);
  return hostPortOf(await docker.engine.inspectContainer(id, options), port, docker.endpoint, subject);
}

const readPort: Reader<unknown> = (value, problems) =>
  typeof value === 'number'
    ? readInteger(1, 65_535)(value, problems)
    : readSyntax(parseContainerPorts)(value, problems);

function reachable(boundIp: string, endpoint: string): string {
  const remote = remoteHost(endpoint);
  const wildcard = boundIp === '' || boundIp === '0.0.0.0' || boundIp === '::';
  if (!wildcard) return boundIp;
  return remote ?? (boundIp === '::' ? '::1' : '127.0.0.1');
}

/** The engine's host when it is another machine. */
function remoteHost(endpoint: string): string | undefined {
  if (!/^(tcp|ssh|https?):/.test(endpoint)) return undefined;
  return new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
}
