import { LABEL_PREFIX } from './label-prefix.ts';

/** How long a container, network or volume lives: as long as its context, or until somebody removes it. */
export type Lifetime = 'session' | 'persistent';

/** The labels on everything that we create; they share a prefix, so a filter finds all of it. */
export const ownershipLabels = {
  blueprint: `${LABEL_PREFIX}blueprint`,
  /** A printed {@link Session}. */
  session: `${LABEL_PREFIX}session`,
  /** The blueprint's name for it. */
  name: `${LABEL_PREFIX}name`,
  specHash: `${LABEL_PREFIX}spec-hash`,
  lifetime: `${LABEL_PREFIX}lifetime`,
  /** The layout of these labels. */
  version: `${LABEL_PREFIX}version`,
  /** Of the context that made it; tells contexts of one process apart. */
  nonce: `${LABEL_PREFIX}nonce`,
  /** On a volume by which a context says that it uses a persistent container: that one's name. */
  use: `${LABEL_PREFIX}use`,
} as const;

const LAYOUT_VERSION = '1';

/** Who made something in the engine, and for how long. */
export interface Ownership {
  readonly blueprint: string;
  /** A printed {@link Session}. */
  readonly session: string;
  readonly name: string;
  readonly lifetime: Lifetime;
  readonly nonce: string;
  /** Of containers only. */
  readonly specHash?: string | undefined;
}

/** The labels that say so. */
export function labelsOf(owner: Ownership): Readonly<Record<string, string>> {
  return {
    [ownershipLabels.blueprint]: owner.blueprint,
    [ownershipLabels.session]: owner.session,
    [ownershipLabels.name]: owner.name,
    [ownershipLabels.lifetime]: owner.lifetime,
    [ownershipLabels.nonce]: owner.nonce,
    [ownershipLabels.version]: LAYOUT_VERSION,
    ...(owner.specHash === undefined ? {} : { [ownershipLabels.specHash]: owner.specHash }),
  };
}

/** Who made the thing with these labels; `undefined` if we did not, or if the layout is unknown. */
export function ownershipOf(
  labels: Readonly<Record<string, string>> | null | undefined,
): Ownership | undefined {
  const blueprint = labels?.[ownershipLabels.blueprint];
  const session = labels?.[ownershipLabels.session];
  const lifetime = labels?.[ownershipLabels.lifetime];
  if (labels?.[ownershipLabels.version] !== LAYOUT_VERSION) return undefined;
  if (blueprint === undefined || session === undefined) return undefined;
  if (lifetime !== 'session' && lifetime !== 'persistent') return undefined;
  return {
    blueprint,
    session,
    lifetime,
    name: labels[ownershipLabels.name] ?? '',
    nonce: labels[ownershipLabels.nonce] ?? '',
    specHash: labels[ownershipLabels.specHash],
  };
}
