import type { ContainerNetworking } from './container-networking.ts';
import { commandOf } from './container-plan.ts';
import type { FakeState } from './container-state.ts';
import { isRunning } from './container-state.ts';
import type { FakeContainer } from './fake-container.ts';
import type { FakeHost } from './fake-host.ts';
import { timestamp } from './output-log.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** The answer of `GET /containers/{id}/json`. */
export function inspectView(container: FakeContainer, host: FakeHost): object {
  const { plan, state, networking } = container;
  const { config } = plan;
  const [path = '', ...args] = commandOf(plan);
  const execIds = [...container.execs.keys()];
  return {
    Id: plan.id,
    Created: timestamp(plan.created),
    Path: path,
    Args: args,
    State: stateView(state),
    Image: plan.image.id,
    ResolvConfPath: '',
    HostnamePath: '',
    HostsPath: '',
    LogPath: '',
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'fake',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: execIds.length === 0 ? null : execIds,
    HostConfig: { LogConfig: { Type: 'json-file', Config: {} }, ...container.hostConfig },
    GraphDriver: { Data: {}, Name: 'fake' },
    Mounts: plan.mounts,
    Config: { Domainname: '', OnBuild: null, ...config, HostConfig: undefined, NetworkingConfig: undefined },
    NetworkSettings: {
      Bridge: '',
      SandboxID: '',
      Ports: portsView(container),
      Gateway: '',
      IPAddress: '',
      ...defaultAddress(networking, host),
      Networks: networksView(networking, host, container.id),
    },
  };
}

export function networksView(networking: ContainerNetworking, host: FakeHost, id: string): object {
  const shown = [...networking.settings].map(([name, settings]) => {
    const network = host.networks.find(name);
    const endpoint = networking.endpoints.get(name);
    const own = name === 'bridge' || name === 'host' || name === 'none';
    const aliases = [
      ...(settings.Aliases ?? []),
      ...(own || endpoint === undefined ? [] : [id.slice(0, 12)]),
    ];
    return [
      name,
      {
        IPAMConfig: null,
        Links: null,
        DriverOpts: null,
        ...settings,
        Aliases: aliases.length === 0 ? null : aliases,
        NetworkID: endpoint === undefined ? '' : network?.id,
        EndpointID: endpoint?.endpointId ?? '',
        Gateway: endpoint !== undefined && network?.prefix ? `${network.prefix}.0.1` : '',
        IPAddress: endpoint?.ip ?? '',
        IPPrefixLen: endpoint?.ip ? 16 : 0,
        IPv6Gateway: '',
        GlobalIPv6Address: '',
        GlobalIPv6PrefixLen: 0,
        MacAddress: endpoint?.ip ? macAddress(endpoint.ip) : '',
      },
    ];
  });
  return Object.fromEntries(shown);
}

function stateView(state: FakeState): object {
  const { status, health } = state;
  return {
    Status: status,
    Running: isRunning(state),
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: state.oomKilled,
    Dead: status === 'dead',
    Pid: state.pid,
    ExitCode: state.exitCode,
    Error: state.error,
    StartedAt: state.startedAt === undefined ? NEVER : timestamp(state.startedAt),
    FinishedAt: state.finishedAt === undefined ? NEVER : timestamp(state.finishedAt),
    ...(health && {
      Health: {
        Status: health.status,
        FailingStreak: health.failingStreak,
        Log: health.log.map(({ start, end, exitCode, output }) => ({
          Start: timestamp(start),
          End: timestamp(end),
          ExitCode: exitCode,
          Output: output,
        })),
      },
    }),
  };
}

function portsView({ networking, state, plan }: FakeContainer): object {
  if (!isRunning(state) || state.status === 'restarting') return {};
  const shown = Object.keys(plan.config.ExposedPorts ?? {}).map((key) => {
    const published = networking.ports.get(key) ?? [];
    const view = published.map(({ hostIp, hostPort }) => ({ HostIp: hostIp, HostPort: String(hostPort) }));
    return [key, view.length === 0 ? null : view];
  });
  return Object.fromEntries(shown);
}

/** The old place of the address on the default bridge. */
function defaultAddress(networking: ContainerNetworking, host: FakeHost): object {
  const ip = networking.endpoints.get('bridge')?.ip;
  return ip ? { IPAddress: ip, Gateway: `${host.networks.get('bridge').prefix}.0.1` } : {};
}

function macAddress(ip: string): string {
  const bytes = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `02:42:${bytes.join(':')}`;
}
