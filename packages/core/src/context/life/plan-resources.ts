import type { NetworkInspect, NetworkOptions, VolumeInspect, VolumeOptions } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import type { ContextLife } from './context-life.ts';

/** What a dry run does in place of ensuring a network: plans it, unless it exists. */
export async function planNetwork(
  { connection, planned }: ContextLife,
  name: string,
  options: NetworkOptions,
): Promise<NetworkInspect> {
  const {
    driver = 'bridge',
    internal = false,
    attachable = false,
    ipv6 = false,
    labels = {},
    signal,
  } = options;
  const found = await ifThere(connection.docker.networks.inspect(name, { signal }), 'network.not-found');
  if (found !== undefined) return found;
  planned.push({
    id: `create network ${name}`,
    op: 'create network',
    resource: { kind: 'network', name },
    cause: 'there is none yet',
    after: [],
    options,
  });
  return {
    Id: '',
    Name: name,
    Driver: driver,
    Scope: 'local',
    Internal: internal,
    Attachable: attachable,
    EnableIPv6: ipv6,
    Labels: labels,
    Options: {},
    IPAM: { Config: null },
  };
}

/** The same for a volume. */
export async function planVolume(
  { connection, planned }: ContextLife,
  name: string,
  options: VolumeOptions,
): Promise<VolumeInspect> {
  const { driver = 'local', labels = {}, signal } = options;
  const found = await ifThere(connection.docker.volumes.inspect(name, { signal }), 'volume.not-found');
  if (found !== undefined) return found;
  planned.push({
    id: `create volume ${name}`,
    op: 'create volume',
    resource: { kind: 'volume', name },
    cause: 'there is none yet',
    after: [],
    options,
  });
  return { Name: name, Driver: driver, Mountpoint: '', Labels: labels, Options: {}, Scope: 'local' };
}

async function ifThere<T>(
  looking: Promise<T>,
  absent: 'network.not-found' | 'volume.not-found',
): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (isDocktopusError(error, absent)) return undefined;
    throw error;
  }
}
