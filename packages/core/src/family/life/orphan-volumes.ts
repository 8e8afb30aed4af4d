import type { VolumeInspect } from '../../engine/index.ts';
import { familyLabels } from '../../labels/index.ts';
import { type FamilyKey, parseCanonicalKey } from '../key/index.ts';
import type { FamilyBooks } from './family-books.ts';

/** A volume of a key that has no container. */
export interface OrphanVolume<Key = FamilyKey> {
  readonly key: Key;
  /** What the definition calls it. */
  readonly volume: string;
  /** What the engine calls it. */
  readonly name: string;
  readonly createdAt: Date | undefined;
}

/** Those of a family's volumes whose keys have no container, in the order of their names. */
export function orphanVolumes(
  volumes: readonly VolumeInspect[],
  books: FamilyBooks,
): readonly OrphanVolume[] {
  const orphans = volumes.flatMap(({ Name, Labels, CreatedAt }): OrphanVolume[] => {
    const key = parseCanonicalKey(Labels?.[familyLabels.key] ?? '');
    if (key === undefined || books.find(key)?.container !== undefined) return [];
    const createdAt = CreatedAt === undefined ? undefined : new Date(CreatedAt);
    return [{ key, volume: Labels?.[familyLabels.volume] ?? '', name: Name, createdAt }];
  });
  return orphans.sort((one, other) => (one.name < other.name ? -1 : 1));
}
