import type { Mount, VolumeInput } from '../../container/index.ts';
import { invalid, printable } from '../../errors/index.ts';
import { familyLabels, OWN_VOLUME_PREFIX } from '../../labels/index.ts';
import type { KeyNames } from '../key/index.ts';

const NAME = /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/i;

/**
 * A volume that belongs to the key of a family's member: `.volumes(own('data', '/data'))`. It outlives the member's
 * containers, and goes with `remove(key, { volumes: true })`.
 *
 * @param name what the definition calls it; two names are two volumes.
 * @param target where it is in the container.
 * @throws DocktopusError `family.invalid` for a name that cannot be one.
 */
export function own(
  name: string,
  target: string,
  options: Omit<VolumeInput, 'name' | 'target' | 'labels'> = {},
): VolumeInput {
  if (typeof name !== 'string' || !NAME.test(name)) {
    const expected = 'up to 40 letters, digits, dashes and underscores';
    throw invalid('family.invalid', 'own', [{ path: 'name', got: printable(name), expected }]);
  }
  return { ...options, name: `${OWN_VOLUME_PREFIX}${name}`, target };
}

/** The mounts with the names of one key's volumes, which are labelled with `labels`. */
export function placeOwnVolumes(
  mounts: readonly Mount[],
  names: KeyNames,
  labels: Readonly<Record<string, string>>,
): readonly Mount[] {
  return mounts.map((mount) => {
    const name = ownName(mount);
    if (mount.type !== 'volume' || name === undefined) return mount;
    return {
      ...mount,
      name: `${names.container}-${name}`,
      labels: { ...mount.labels, ...labels, [familyLabels.volume]: name },
    };
  });
}

function ownName(mount: Mount): string | undefined {
  if (mount.type !== 'volume' || !mount.name?.startsWith(OWN_VOLUME_PREFIX)) return undefined;
  return mount.name.slice(OWN_VOLUME_PREFIX.length);
}
