import { type Issue, printable } from '../../errors/index.ts';
import { describeByteSize } from '../../input/index.ts';
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
  const { memoryBytes: memory, memorySwapBytes: swap, memoryReservationBytes: reservation } = limits;
  const issues: Issue[] = [];
  if (swap !== undefined && swap !== -1 && (memory === undefined || swap < memory)) {
    issues.push({
      path: 'limits.memorySwap',
      got: describeByteSize(swap),
      expected:
        memory === undefined
          ? 'limits.memory beside it'
          : `at least limits.memory (${describeByteSize(memory)})`,
      because: 'it includes memory',
    });
  }
  if (memory !== undefined && reservation !== undefined && reservation > memory) {
    issues.push({
      path: 'limits.memoryReservation',
      got: describeByteSize(reservation),
      expected: `at most limits.memory (${describeByteSize(memory)})`,
    });
  }
  return issues;
}

/** The engine would fail at the start with a port that two of its own bindings want. */
function portIssues({ ports = [] }: ContainerSpec): readonly Issue[] {
  return ports.flatMap((port, position) => {
    const rival = ports.slice(0, position).find((earlier) => wantSameHostPort(earlier, port));
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

function targetIssues({ mounts = [], tmpfs = {} }: ContainerSpec): readonly Issue[] {
  const targets = [...mounts.map(({ target }) => target), ...Object.keys(tmpfs)];
  const repeated = targets.filter((target, position) => targets.indexOf(target) < position);
  return [...new Set(repeated)].map((target) => ({
    path: 'mounts',
    got: `two mounts at ${printable(target)}`,
    expected: 'one mount for each path in the container',
  }));
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
  const name = `'${exclusive.name}'`;
  const issues: Issue[] = [];
  if (networks.length > 1) {
    const others = networks.filter((network) => network !== exclusive);
    issues.push({
      path: 'networks',
      got: `${name} with ${others.map((other) => `'${other.name}'`).join(', ')}`,
      expected: `${name} alone`,
    });
  }
  if (ports.length > 0) {
    const published = ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`).join(', ');
    issues.push({
      path: 'networks',
      got: name,
      expected: 'a network that can publish ports',
      because: `this container publishes ${published}`,
    });
  }
  if (!exclusive.name.startsWith('container:')) return issues;
  if (hostname !== undefined) {
    issues.push({
      path: 'hostname',
      got: printable(hostname),
      expected: `none on network ${name}`,
      because: "the other container's hostname is used there",
    });
  }
  if (extraHosts.length > 0) {
    issues.push({
      path: 'extraHosts',
      got: extraHosts.map(({ host }) => printable(host)).join(', '),
      expected: `none on network ${name}`,
      because: "the other container's host names are used there",
    });
  }
  return issues;
}

function lifetimeIssues(spec: ContainerSpec): readonly Issue[] {
  const { autoRemove, restartPolicy, lifetime, healthcheck, readyWhen } = spec;
  const issues: Issue[] = [];
  const removed = {
    path: 'autoRemove',
    got: 'true',
    because: 'the engine removes the container when it ends',
  };
  if (autoRemove && restartPolicy !== undefined && restartPolicy.name !== 'no') {
    issues.push({ ...removed, expected: `false with the restart policy '${restartPolicy.name}'` });
  }
  if (autoRemove && lifetime === 'persistent') {
    issues.push({ ...removed, expected: "false with the lifetime 'persistent'" });
  }
  if (healthcheck === 'none' && readyWhen?.kind === 'healthy') {
    issues.push({
      path: 'readyWhen',
      got: 'ready.healthy()',
      expected: 'a condition that needs no health check',
      because: "healthcheck is 'none'",
    });
  }
  return issues;
}
