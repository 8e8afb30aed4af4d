import type { ContainerInspect } from '../../engine/index.ts';

/** Whom the containers of a slot belong to, said for what the slot's spec amounts to at this moment. */
export type SlotOwner = (specHash: string) => SlotClaim;

/** How an owner marks its containers, and knows them. */
export interface SlotClaim {
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
