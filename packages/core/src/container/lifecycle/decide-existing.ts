import type { ContainerStatus } from '../../status/index.ts';
import type { OnConflict } from '../options/on-conflict.ts';
import type { AdoptionVerdict } from '../slot/slot-owner.ts';

/** An existing container that stands where a slot wants one. */
export interface Existing {
  /** Whether an earlier create call of this slot made it without hearing of it. */
  readonly ours: boolean;
  readonly status: ContainerStatus;
  readonly verdict: AdoptionVerdict;
}

export interface ExistingDecision {
  /**
   * `take`: the slot made it. `adopt`: it is as the slot would make it. `replace`: remove it, then create.
   * `retry`: it is going away by itself. `refuse`: leave it alone and report.
   */
  readonly action: 'take' | 'adopt' | 'replace' | 'retry' | 'refuse';
  /** As the end of a sentence: `'its spec has changed'`. */
  readonly why: string;
}

/** The one decision about an existing container, before a plan as well as when a name turns out to be taken. */
export function decideExisting(existing: Existing, onConflict: OnConflict): ExistingDecision {
  const { ours, status, verdict } = existing;
  const { adoption, why } = verdict;
  if (status === 'removing') return { action: 'retry', why: 'it is being removed' };
  if (ours) {
    return status === 'dead' ? broken : { action: 'take', why: 'an earlier call created it' };
  }
  if (adoption === 'foreign') return { action: 'refuse', why };
  if (onConflict === 'error') return { action: 'refuse', why: "onConflict is 'error'" };
  if (onConflict === 'replace') return { action: 'replace', why: "onConflict is 'replace'" };
  if (adoption === 'replace') return { action: 'replace', why };
  return status === 'dead' ? broken : { action: 'adopt', why };
}

const broken: ExistingDecision = { action: 'replace', why: 'the engine failed to remove it and it is dead' };
