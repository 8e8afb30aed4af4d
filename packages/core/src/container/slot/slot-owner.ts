import type { ContainerInspect } from '../../engine/index.ts';

/** Whom the containers of a slot belong to. */
export interface SlotOwner {
  /** Put on every container of the slot, over the spec's own labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What a container that has the slot's name already is to this owner. */
  adopts(existing: ContainerInspect): Adoption;
}

/**
 * `adopt`: as the slot would make it. `replace`: the owner's, but made from another spec.
 * `foreign`: someone else's, never to be touched.
 */
export type Adoption = 'adopt' | 'replace' | 'foreign';
