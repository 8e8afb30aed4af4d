import { outcomeIsUnknown } from '../../container/index.ts';
import {
  type Docker,
  NETWORK,
  type NetworkInspect,
  VOLUME,
  type VolumeInspect,
  type VolumeOptions,
  type Volumes,
} from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { checkOptions, type OptionReaders, readWord } from '../../input/index.ts';
import { type Lifetime, labelsOf } from '../../labels/index.ts';
import type { ContextLife } from './context-life.ts';
import type { OwnedNetworkOptions, OwnedNetworks } from './owned-networks.ts';
import { planNetwork, planVolume } from './plan-resources.ts';
import { orphanedNetwork } from './remove-networks.ts';

const OPTIONS: OptionReaders<OwnedNetworkOptions> = {
  ...NETWORK,
  lifetime: readWord(['session', 'persistent']),
};

/** The networks of the engine as the owner of `life` sees them. */
export function ownedNetworks(life: ContextLife): OwnedNetworks {
  const { networks } = life.connection.docker;
  const create = async (
    name: string,
    { lifetime = 'session', ...options }: OwnedNetworkOptions = {},
  ): Promise<NetworkInspect> => {
    const labels = { ...options.labels, ...labelsFor(life, name, lifetime) };
    life.unansweredNetworks.add(name);
    try {
      const made = await networks.create(name, { ...options, labels });
      life.unansweredNetworks.delete(name);
      return made;
    } catch (error) {
      if (!outcomeIsUnknown(error, options.signal)) life.unansweredNetworks.delete(name);
      throw error;
    }
  };
  return {
    async create(name, options = {}) {
      checkOptions(options, OPTIONS, 'networks.create', name);
      return create(name, options);
    },
    async ensure(name, options = {}) {
      checkOptions(options, OPTIONS, 'networks.ensure', name);
      if (life.connection.environment.dryRun) return await planNetwork(life, name, options);
      try {
        return await create(name, options);
      } catch (error) {
        if (!isDocktopusError(error, 'name.in-use')) throw error;
        if (await removeOrphan(life, name)) return create(name, options);
        // The network of another context, which may have to go with this one.
        life.usedNetworks.add(name);
        const { lifetime: _, ...wanted } = options;
        return networks.ensure(name, wanted);
      }
    },
    inspect: (idOrName, options) => networks.inspect(idOrName, options),
    connect: (idOrName, container, options) => networks.connect(idOrName, container, options),
    disconnect: (idOrName, container, options) => networks.disconnect(idOrName, container, options),
    remove: (idOrName, options) => networks.remove(idOrName, options),
    list: (options) => networks.list(options),
  };
}

/** The engine's volumes. Volumes made through it carry the context's labels; they hold data, so they always stay. */
export function ownedVolumes(life: ContextLife): Volumes {
  const { volumes } = life.connection.docker;
  return {
    async ensure(name, options = {}) {
      checkOptions(options, VOLUME, 'volumes.ensure', name);
      if (life.connection.environment.dryRun) return await planVolume(life, name, options);
      if (await exists(life.connection.docker, name, options)) return volumes.ensure(name, options);
      const labels = { ...options.labels, ...labelsFor(life, name, 'persistent') };
      try {
        return await volumes.ensure(name, { ...options, labels });
      } catch (error) {
        // Another process made it at the same time; it has to fit all the same.
        if (isDocktopusError(error, 'engine.conflict')) return volumes.ensure(name, options);
        throw error;
      }
    },
    inspect: (name, options) => volumes.inspect(name, options),
    remove: (name, options) => volumes.remove(name, options),
    list: (options) => volumes.list(options),
  };
}

function labelsFor({ connection }: ContextLife, name: string, lifetime: Lifetime) {
  return labelsOf({ ...connection.identity, name, lifetime });
}

/** Removes a network that a context which is gone has left behind, unless containers are in it. */
async function removeOrphan(life: ContextLife, name: string): Promise<boolean> {
  const [orphan] = await orphanedNetwork(life, name);
  if (orphan === undefined) return false;
  try {
    await life.connection.docker.networks.remove(orphan);
    return true;
  } catch (error) {
    if (isDocktopusError(error, 'network.in-use')) return false;
    throw error;
  }
}

async function exists(
  docker: Docker,
  name: string,
  options: VolumeOptions,
): Promise<VolumeInspect | undefined> {
  try {
    return await docker.volumes.inspect(name, { signal: options.signal });
  } catch (error) {
    if (isDocktopusError(error, 'volume.not-found')) return undefined;
    throw error;
  }
}
