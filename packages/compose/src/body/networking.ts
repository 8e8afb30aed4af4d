import { containerName, scaleOf } from '../plan/desired-project.ts';
import type { Service } from '../schema/index.ts';
import type { EndpointSettings, NetworkEndpoint, ServiceInstance } from './container-request.ts';
import { isAtLeast } from './numbers.ts';
import { present } from './present.ts';

/** The network mode of a container, its endpoints at creation, and those after it. */
export interface Networking {
  readonly mode: string;
  readonly atCreation: readonly NetworkEndpoint[];
  readonly later: readonly NetworkEndpoint[];
}

/** Networks by priority, then by name: the first one gives the container its mode. */
export function networking(instance: ServiceInstance): Networking {
  const { service, apiVersion } = instance;
  if (service.network_mode !== undefined) return { mode: service.network_mode, atCreation: [], later: [] };
  const endpoints = byPriority(service.networks ?? {}).map((key, index) => ({
    network: networkName(instance, key),
    settings: endpointSettings(instance, key, index === 0),
  }));
  const [first, ...others] = endpoints;
  if (first === undefined) return { mode: 'none', atCreation: [], later: [] };
  return isAtLeast(apiVersion, '1.44')
    ? { mode: first.network, atCreation: endpoints, later: [] }
    : { mode: first.network, atCreation: [first], later: others };
}

/** What a container is to a network, by the project's key of the network. */
export function endpointSettings(instance: ServiceInstance, key: string, isFirst: boolean): EndpointSettings {
  const { service, name, containerName: ownName, apiVersion } = instance;
  const config = service.networks?.[key] ?? {};
  const { ipv4_address, ipv6_address, link_local_ips, mac_address, interface_name } = config;
  return present<EndpointSettings>({
    Aliases: [...new Set([ownName, name, ...(config.aliases ?? [])])],
    Links: links(instance),
    IPAMConfig: present<NonNullable<EndpointSettings['IPAMConfig']>>({
      IPv4Address: ipv4_address,
      IPv6Address: ipv6_address,
      LinkLocalIPs: link_local_ips,
    }),
    MacAddress: mac_address ?? (isFirst && isAtLeast(apiVersion, '1.44') ? service.mac_address : undefined),
    DriverOpts: {
      ...config.driver_opts,
      ...(interface_name !== undefined && { 'com.docker.network.endpoint.ifname': interface_name }),
    },
    GwPriority: config.gw_priority,
  });
}

function byPriority(networks: NonNullable<Service['networks']>): readonly string[] {
  const priority = (key: string) => networks[key]?.priority ?? 0;
  return Object.keys(networks).sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1));
}

function networkName({ model }: ServiceInstance, key: string): string {
  return model.networks?.[key]?.name ?? key;
}

/** Older links: other containers under names of one's own choice. */
function links({ model, service }: ServiceInstance): readonly string[] {
  const named = (service.links ?? []).flatMap((link) => {
    const [other = '', alias = other] = link.split(':');
    const linked = Object.hasOwn(model.services, other) ? model.services[other] : undefined;
    if (linked === undefined) return [];
    return Array.from({ length: scaleOf(linked) }, (_, index) => {
      const container = containerName(model.name, other, linked, index + 1);
      return [alias, `${other}-${index + 1}`, container].map((text) => `${container}:${text}`);
    }).flat();
  });
  const external = (service.external_links ?? []).map((link) => {
    const [container = '', alias = container] = link.split(':');
    return `${container}:${alias}`;
  });
  return [...named, ...external];
}
