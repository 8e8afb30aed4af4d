import { LABEL_PREFIX } from './label-prefix.ts';

/** What a container, volume or network of a family was born with. */
export const familyLabels = {
  /** The family's name. */
  family: `${LABEL_PREFIX}family`,
  /** The canonical text of its key. */
  key: `${LABEL_PREFIX}family-key`,
  /** Which container of its key it is. */
  generation: `${LABEL_PREFIX}family-generation`,
  /** The member's data as JSON, when the family says that it may stand here. */
  data: `${LABEL_PREFIX}family-data`,
  /** On a volume: what the definition calls it. */
  volume: `${LABEL_PREFIX}family-volume`,
  /** On a container that waits in a pool: the hash of what it was made from. */
  pooled: `${LABEL_PREFIX}family-pooled`,
  /** On a network: which of the family's shards it is. */
  shard: `${LABEL_PREFIX}family-shard`,
} as const;

/** Begins the name of a volume that stands for one of a key's, until a family has put the real name in its place. */
export const OWN_VOLUME_PREFIX = 'docktopus-own.';
