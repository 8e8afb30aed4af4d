import type { ExistingContainer } from './existing-container.ts';

/** Who owns the containers of a slot. It is asked for each creation, with the hash that the slot's spec has then. */
export type SlotOwner = (specHash: string) => SlotClaim;

/** How an owner marks its containers, and recognises them. */
export interface SlotClaim {
  /** Put on every container of the slot; they win over the spec's labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Finds out what judging a container takes. @default nothing has to be */
  readonly look?: ((existing: ExistingContainer, signal: AbortSignal) => Promise<void>) | undefined;
  /** Judges a container that exists. */
  adopts(existing: ExistingContainer): AdoptionVerdict;
}

/** What an existing container is to an owner, and how it knows. */
export interface AdoptionVerdict {
  readonly adoption: Adoption;
  /** As the end of a sentence about the container: `'its spec has changed'`. */
  readonly why: string;
}

/**
 * `adopt`: it is as the slot would make it. `replace`: the owner's, but made from another spec.
 * `foreign`: somebody else's, never touched.
 */
export type Adoption = 'adopt' | 'replace' | 'foreign';
