import type { FamilyKey } from '../key/index.ts';
import type { CauseFacts } from './family-cause.ts';
import type { FamilyState } from './family-state.ts';

/** One change of one member: `changes$` tells each of them, in order. */
export interface FamilyChange<Key = FamilyKey> extends CauseFacts {
  readonly key: Key;
  readonly from: FamilyState;
  readonly to: FamilyState;
  /** Which container the key has: 1 for its first, raised whenever it is created again; 0 before. */
  readonly generation: number;
  readonly at: Date;
}
