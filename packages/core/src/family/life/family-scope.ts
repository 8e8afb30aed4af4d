import type { FamilyIdentity } from '../definition/member-definition.ts';
import type { FamilyHost } from '../member/family-host.ts';
import type { FamilyStore } from '../store/index.ts';
import type { FamilyBooks } from './family-books.ts';

/** A family as the parts of its life see it. */
export interface FamilyScope extends FamilyHost {
  readonly books: FamilyBooks;
  readonly identity: FamilyIdentity;
  readonly store: FamilyStore | undefined;
}
