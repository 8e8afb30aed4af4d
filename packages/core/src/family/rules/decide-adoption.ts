import type { ExistingContainer } from '../../container/index.ts';
import { familyLabels, type Ownership, ownershipOf } from '../../labels/index.ts';
import { type FamilyKey, type KeyNames, keyNames, parseCanonicalKey } from '../key/index.ts';

/** What became of the session that a container belongs to; `ours` for the family that asks. */
export interface OwnerVerdict {
  readonly state: 'ours' | 'alive' | 'gone' | 'unknown';
  readonly why: string;
}

export interface AdoptionView {
  readonly blueprint: string;
  readonly family: string;
  ownerOf(ownership: Ownership): OwnerVerdict;
}

/** What a family does with a container that it finds. */
export type AdoptionDecision =
  /** Not of this family. */
  | { readonly action: 'ignore' }
  /** Of this family, and not ours to touch: `why` says whose it is. */
  | {
      readonly action: 'leave';
      readonly key: FamilyKey | undefined;
      readonly why: string;
      readonly ownership: Ownership;
    }
  /** Of this family and of no use to anybody. */
  | { readonly action: 'remove'; readonly key: FamilyKey; readonly why: string }
  | {
      readonly action: 'adopt';
      readonly key: FamilyKey;
      readonly canonical: string;
      readonly names: KeyNames;
      readonly ownership: Ownership;
      readonly generation: number;
    };

/** Decides about one container. Pure; when in doubt it stays as it is. */
export function decideAdoption(found: ExistingContainer, view: AdoptionView): AdoptionDecision {
  const ownership = ownershipOf(found.labels);
  const canonical = found.labels[familyLabels.key];
  if (ownership?.blueprint !== view.blueprint || found.labels[familyLabels.family] !== view.family) {
    return { action: 'ignore' };
  }
  const key = canonical === undefined ? undefined : parseCanonicalKey(canonical);
  if (canonical === undefined || key === undefined) {
    return { action: 'leave', key: undefined, why: 'its labels name no key', ownership };
  }
  const names = keyNames(canonical, view.family, view.blueprint);
  if (found.name !== names.container) {
    const why = `it is called '${found.name}', and its key's is '${names.container}'`;
    return { action: 'leave', key, why, ownership };
  }
  const owner = view.ownerOf(ownership);
  if (owner.state === 'alive') return { action: 'leave', key, why: owner.why, ownership };
  if (ownership.lifetime === 'session' && owner.state !== 'ours') {
    return owner.state === 'gone'
      ? { action: 'remove', key, why: `its session has ended: ${owner.why}` }
      : { action: 'leave', key, why: owner.why, ownership };
  }
  const unfinished = unfinishedWork(found);
  if (unfinished !== undefined && owner.state !== 'unknown')
    return { action: 'remove', key, why: unfinished };
  if (found.status === 'removing' || found.status === 'dead')
    return { action: 'leave', key, why: owner.why, ownership };
  return { action: 'adopt', key, canonical, names, ownership, generation: generationOf(found.labels) };
}

/** What somebody has begun with a container that nobody will end. */
function unfinishedWork({ status }: ExistingContainer): string | undefined {
  if (status === 'removing' || status === 'dead') return `its removal was not finished: it is ${status}`;
  return status === 'created' ? 'it was made and never started' : undefined;
}

/** Which container of its key it is; 1 for a label that says nothing. */
export function generationOf(labels: Readonly<Record<string, string>>): number {
  const text = labels[familyLabels.generation] ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}
