import type { ContainerInspect, NetworkOfContainer, PortOnHost } from '../model/container-inspect.ts';
import { isLoopback } from './is-loopback.ts';
import type { Vantage } from './vantage.ts';

export interface PortAddress {
  /** An address to connect to: never a wildcard. */
  readonly host: string;
  readonly port: number;
}

/** How a port is reached: at the engine's host, or at the container itself. */
export interface PortWay {
  readonly way: 'host' | 'container';
  readonly address: PortAddress;
  /** What the port is bound to on the engine's host: `'0.0.0.0'`, `'127.0.0.1'`, `'::'`; `undefined` when it is not published. */
  readonly boundIp: string | undefined;
}

/** Why there is no way to a port. */
export interface NoWay {
  readonly way: 'none';
  readonly isPublished: boolean;
  /** As a clause. */
  readonly reason: string;
  readonly hint: string;
}

/** From where to where: the containers as inspected, each with the networks that it uses. */
export interface PortView {
  readonly vantage: Vantage;
  /** The container whose network this process uses, if it runs in one. */
  readonly own: ContainerInspect | undefined;
  /** The container whose network the target uses: itself, unless it joined another one's. */
  readonly target: ContainerInspect;
}

/**
 * The one answer to where a port of a running container is from here, which readiness, `port()` and addresses share.
 *
 * @param key `'80/tcp'`
 */
export function reachPort(view: PortView, key: string): PortWay | NoWay {
  const { target, own } = view;
  const port = Number.parseInt(key, 10);
  const bindings = target.NetworkSettings.Ports?.[key] ?? [];
  const host = engineHost(view);
  const published = bindings
    .map((binding): PortWay | undefined => {
      const reached = host.reach(binding);
      return reached === undefined
        ? undefined
        : {
            way: 'host',
            address: { host: reached, port: Number(binding.HostPort) },
            boundIp: binding.HostIp,
          };
    })
    .filter((way) => way !== undefined);
  // With both families bound, IPv4 works everywhere.
  const best = published.find(({ boundIp }) => !boundIp?.includes(':')) ?? published[0];
  if (best !== undefined && (own === undefined || view.vantage.hostAddress !== undefined)) return best;

  const boundIp = bindings[0]?.HostIp;
  const inside = own && besideUs(own, target);
  if (inside !== undefined) return { way: 'container', address: { host: inside, port }, boundIp };
  if (best !== undefined) return best;
  if (isOnHostNetwork(target) && host.any !== undefined)
    return { way: 'container', address: { host: host.any, port }, boundIp };
  return { way: 'none', isPublished: bindings.length > 0, ...whyNot(view, key, bindings) };
}

export function isOnHostNetwork({ HostConfig }: ContainerInspect): boolean {
  return HostConfig.NetworkMode === 'host';
}

/** How this process reaches what listens on the engine's host. */
function engineHost({ vantage, own }: PortView): {
  /** Where it reaches what listens on every address; `undefined` when it does not know. */
  readonly any: string | undefined;
  reach(binding: PortOnHost): string | undefined;
} {
  const onHost = vantage.at === 'host' || (own !== undefined && isOnHostNetwork(own));
  const [v4, v6] = onHost
    ? ['127.0.0.1', '::1']
    : own === undefined
      ? [vantage.at === 'elsewhere' ? vantage.host : undefined]
      : [gatewayOf(own, 'Gateway'), gatewayOf(own, 'IPv6Gateway')];
  const any = vantage.hostAddress ?? v4;
  const reachesLoopback = onHost || (any !== undefined && isLoopback(any));
  return {
    any,
    reach({ HostIp }) {
      if (HostIp === '' || HostIp === '0.0.0.0') return any;
      if (HostIp === '::') return vantage.hostAddress ?? v6 ?? v4;
      if (isLoopback(HostIp)) return reachesLoopback ? HostIp : undefined;
      return any === undefined ? undefined : HostIp;
    },
  };
}

function gatewayOf(own: ContainerInspect, field: 'Gateway' | 'IPv6Gateway'): string | undefined {
  return networksOf(own)
    .map(([, network]) => network[field])
    .find((gateway) => gateway !== undefined && gateway !== '');
}

/** Where the target is on the networks that our container has. */
function besideUs(own: ContainerInspect, target: ContainerInspect): string | undefined {
  if (own.Id === target.Id) return '127.0.0.1';
  const ours = new Map(networksOf(own));
  const shared = networksOf(target).filter(
    ([name, { NetworkID }]) => ours.has(name) && ours.get(name)?.NetworkID === NetworkID,
  );
  const addresses = shared.map(([, { IPAddress, GlobalIPv6Address }]) => IPAddress || GlobalIPv6Address);
  return addresses.find((address) => address !== undefined && address !== '');
}

function networksOf({
  NetworkSettings,
}: ContainerInspect): readonly (readonly [string, NetworkOfContainer])[] {
  return Object.entries(NetworkSettings.Networks ?? {});
}

function whyNot(
  { vantage, own }: PortView,
  key: string,
  bindings: readonly PortOnHost[],
): Pick<NoWay, 'reason' | 'hint'> {
  const [binding] = bindings;
  const isLocal = binding !== undefined && isLoopback(binding.HostIp);
  const where = isLocal
    ? `on ${binding.HostIp} of the engine's host, which only that host reaches`
    : "on the engine's host";
  const reason = binding === undefined ? `port ${key} is not published` : `port ${key} is published ${where}`;
  const write = (hostIp: string) => `ports({ '${key}': { hostIp: '${hostIp}' } })`;
  if (own !== undefined) {
    const [network] = networksOf(own).map(([name]) => name);
    const gateway = gatewayOf(own, 'Gateway');
    const join =
      network === undefined
        ? 'Put both containers on one network'
        : `Put it on a network of this one, with networks('${network}')`;
    return {
      reason: `${reason}, and this process runs in the container ${own.Id.slice(0, 12)}`,
      hint:
        gateway === undefined
          ? join
          : `${join}, or publish the port where this one reaches it, with ${write(gateway)}`,
    };
  }
  if (vantage.at === 'elsewhere' && vantage.host === undefined) {
    return {
      reason: `${reason}, and this process runs in a container that the engine does not know`,
      hint: "Set hostAddress to an address where this process reaches the engine's host, and publish the port there",
    };
  }
  if (vantage.at === 'host') return { reason, hint: 'Publish it with ports()' };
  return {
    reason: `${reason}, and this process runs on another machine`,
    hint: `Publish it on an address of the engine's host that this process reaches, with ${write('<address>')}`,
  };
}
