import { networkInterfaces } from 'node:os';
import type { ContainerInspect, PortOnHost } from '../../../engine/index.ts';
import type { Address } from './contact.ts';

/** Where a port of a container may be reached from here. */
export interface PortAddresses {
  /** The engine's host, when the port is published there. */
  readonly published: Address | undefined;
  /** The container itself, when the engine runs on this machine: a guess, because that can be a virtual machine. */
  readonly direct: Address | undefined;
  /** The container's network begins on this machine: then there is a way to `direct`, sooner or later. */
  readonly hasWay: boolean;
}

/**
 * @param endpoint as in `DOCKER_HOST`.
 * @param ownAddresses the addresses of this machine's interfaces.
 */
export function portAddresses(
  inspect: ContainerInspect,
  port: number,
  endpoint: string,
  ownAddresses: ReadonlySet<string> = addressesHere(),
): PortAddresses {
  const engineHost = hostOf(endpoint);
  const { Ports: ports, Networks: networks } = inspect.NetworkSettings;
  const published = (ports?.[`${port}/tcp`] ?? [])
    .map((binding) => onHost(binding, engineHost))
    .find((address) => address !== undefined);
  if (engineHost !== undefined) return { published, direct: undefined, hasWay: false };
  if (inspect.HostConfig.NetworkMode === 'host') {
    return { published, direct: { host: '127.0.0.1', port }, hasWay: true };
  }
  const network = Object.values(networks ?? {}).find(({ IPAddress }) => IPAddress);
  if (network === undefined) return { published, direct: undefined, hasWay: false };
  const { IPAddress: host, Gateway: gateway } = network;
  return { published, direct: { host, port }, hasWay: ownAddresses.has(gateway) };
}

function addressesHere(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
  );
}

/** `undefined` for this machine. */
function hostOf(endpoint: string): string | undefined {
  if (!/^(tcp|https?|ssh):/.test(endpoint)) return undefined;
  const host = new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  return isLoopback(host) || host === 'localhost' ? undefined : host;
}

function onHost({ HostIp, HostPort }: PortOnHost, engineHost: string | undefined): Address | undefined {
  const port = Number(HostPort);
  if (HostIp === '' || HostIp === '0.0.0.0') return { host: engineHost ?? '127.0.0.1', port };
  if (HostIp === '::') return { host: engineHost ?? '::1', port };
  return isLoopback(HostIp) && engineHost !== undefined ? undefined : { host: HostIp, port };
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.');
}
