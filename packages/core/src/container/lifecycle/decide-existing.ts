import type { Adoption } from '../slot/slot-owner.ts';
import type { OnConflict } from '../spec/container-spec.ts';

/** What is known of the container that has the name which we wanted to create. */
export interface Existing {
  /** Whether it is the one that an earlier call of ours created without hearing of it. */
  readonly ours: boolean;
  readonly status: string;
  readonly adoption: Adoption;
}

/**
 * What to do about it. `take`: it is the one we made. `adopt`: it is as we would make it. `replace`: remove it, then
 * create. `retry`: it is going away by itself. `refuse`: leave it alone and report.
 */
export type ExistingDecision = 'take' | 'adopt' | 'replace' | 'retry' | 'refuse';

/** Decides about a name that is taken. `undefined`: it was free again when we looked. */
export function decideExisting(existing: Existing | undefined, onConflict: OnConflict): ExistingDecision {
  if (existing === undefined || existing.status === 'removing') return 'retry';
  const broken = existing.status === 'dead';
  if (existing.ours) return broken ? 'replace' : 'take';
  if (onConflict === 'error' || existing.adoption === 'foreign') return 'refuse';
  if (onConflict === 'replace' || existing.adoption === 'replace' || broken) return 'replace';
  return 'adopt';
}
