import { type Issue, printable } from '../../errors/index.ts';
import type { ContainerSpec } from './container-spec.ts';
import type { PortMapping } from './port-mapping.ts';

/** What is wrong with the settings of a spec taken together, each being fine by itself. */
export function contradictions(spec: ContainerSpec): readonly Issue[] {
  return [
    ...limitIssues(spec),
    ...portIssues(spec),
    ...targetIssues(spec),
    ...networkIssues(spec),
    ...lifetimeIssues(spec),
  ];
}

function limitIssues({ limits = {} }: ContainerSpec): readonly Issue[] {
  const { memoryBytes, memorySwapBytes, memoryReservationBytes } = limits;
  const issues: Issue[] = [];
  if (memorySwapBytes !== undefined && memorySwapBytes !== -1) {
    if (memoryBytes === undefined) {
      issues.push(issue('limits.memorySwap', memorySwapBytes, 'it together with limits.memory is'));
    } else if (memorySwapBytes < memoryBytes) {
      issues.push(
        issue('limits.memorySwap', memorySwapBytes, `memory and swap together are, at least ${memoryBytes}`),
      );
    }
  }
  if (
    memoryBytes !== undefined &&
    memoryReservationBytes !== undefined &&
    memoryReservationBytes > memoryBytes
  ) {
    issues.push(
      issue('limits.memoryReservation', memoryReservationBytes, `at most limits.memory is, ${memoryBytes}`),
    );
  }
  return issues;
}

/** The engine would fail at the start with a port that two of its own bindings want. */
function portIssues({ ports = [] }: ContainerSpec): readonly Issue[] {
  return ports.flatMap((port, position) => {
    const rival = ports.slice(0, position).find((earlier) => wantSameHostPort(earlier, port));
    if (rival === undefined) return [];
    const value = `${port.hostIp}:${port.hostPort}/${port.protocol}`;
    return [
      issue(
        'ports',
        value,
        `a host port once is; ${rival.containerPort} and ${port.containerPort} both want it`,
      ),
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

function targetIssues({ mounts = [], tmpfs = {} }: ContainerSpec): readonly Issue[] {
  const targets = [...mounts.map(({ target }) => target), ...Object.keys(tmpfs)];
  const repeated = targets.filter((target, position) => targets.indexOf(target) < position);
  return [...new Set(repeated)].map((target) =>
    issue('mounts', target, 'one mount for each path in the container is'),
  );
}

function networkIssues({
  networks = [],
  ports = [],
  hostname,
  extraHosts = [],
}: ContainerSpec): readonly Issue[] {
  const exclusive = networks.find(
    ({ name }) => name === 'host' || name === 'none' || name.startsWith('container:'),
  );
  if (exclusive === undefined) return [];
  const { name } = exclusive;
  const issues: Issue[] = [];
  if (networks.length > 1) issues.push(issue('networks', name, 'it alone is, without further networks'));
  if (ports.length > 0)
    issues.push(issue('networks', name, `a network of its own is needed to publish ports`));
  if (name.startsWith('container:')) {
    if (hostname !== undefined)
      issues.push(issue('hostname', hostname, `no host name is with the network ${name}`));
    if (extraHosts.length > 0)
      issues.push(issue('extraHosts', extraHosts, `no extra hosts are with the network ${name}`));
  }
  return issues;
}

function lifetimeIssues(spec: ContainerSpec): readonly Issue[] {
  const { autoRemove, restartPolicy, lifetime, healthcheck, readyWhen } = spec;
  const issues: Issue[] = [];
  if (autoRemove && restartPolicy !== undefined && restartPolicy.name !== 'no') {
    issues.push(issue('autoRemove', true, `either it or the restart policy '${restartPolicy.name}' is`));
  }
  if (autoRemove && lifetime === 'persistent') {
    issues.push(issue('autoRemove', true, "either it or the lifetime 'persistent' is"));
  }
  if (healthcheck === 'none' && readyWhen?.kind === 'healthy') {
    issues.push(issue('readyWhen', 'ready.healthy()', 'it with a health check only is'));
  }
  return issues;
}

function issue(path: string, value: unknown, accepted: string): Issue {
  return { path, value: printable(value), accepted };
}
