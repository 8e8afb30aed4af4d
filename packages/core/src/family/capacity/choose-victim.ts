import type { FamilyState } from '../cause/index.ts';
import type { Shortage } from './demand.ts';

/** A member that may have to make room. */
export interface Candidate {
  readonly state: FamilyState;
  readonly held: boolean;
  readonly idleSince: number;
  readonly group: string | undefined;
}

/** The member that gives up its place: the longest idle of those whose place would help and that nothing holds. */
export function chooseVictim<C extends Candidate>(
  candidates: Iterable<C>,
  shortage: Shortage,
): C | undefined {
  let victim: C | undefined;
  for (const candidate of candidates) {
    if (candidate.held || !helps(candidate, shortage)) continue;
    if (victim === undefined || candidate.idleSince < victim.idleSince) victim = candidate;
  }
  return victim;
}

function helps({ state, group }: Candidate, shortage: Shortage): boolean {
  if (state === 'paused') return shortage.limit === 'memory';
  return state === 'running' && (shortage.limit !== 'per' || group === shortage.group);
}
