import type { WarmState } from '../warm/index.ts';

/** How well a family keeps up. */
export interface FamilyHealth {
  /** How long ago the last sweep went over all members: more than a minute means that something is stuck. */
  readonly sweepAgeMs: number;
  /** For how long the member is overdue that is so longest. */
  readonly overdueMs: number;
  /** Why the family's file cannot be read or written; `undefined` when it can, or when there is none. */
  readonly store: string | undefined;
  readonly inUse: { readonly running: number; readonly starting: number; readonly memoryBytes: number };
  /** Callers that wait for room. */
  readonly waiting: number;
  /** Those that were started before their keys were known; `undefined` without `pool`. */
  readonly warm: WarmState | undefined;
}
