import type { FamilyCause } from '../cause/index.ts';
import type { HeldContainer } from './held-container.ts';

/** What a hook is told beside the member. */
export interface HookFacts {
  /** Why it sleeps, is removed or was woken. */
  readonly cause: FamilyCause;
  /** Aborts when the time of the hook is up. */
  readonly signal: AbortSignal;
}

/** What the author does at the turns of a member's life. */
export type FamilyHook<Key> = (box: HeldContainer<Key>, facts: HookFacts) => void | Promise<void>;

/** Each hook has `hookTimeout`; the box that it is given holds nothing, and `box.hold()` holds. */
export interface FamilyHookOptions<Key> {
  /** Called when a member is up, before anybody gets it; when it fails, the start has failed. */
  readonly afterWake?: FamilyHook<Key> | undefined;
  /**
   * Called before a member is paused or stopped. Its failure is a problem of the family's and stops nothing; a
   * `box.hold()` keeps a member awake that nobody has asked to end.
   */
  readonly beforeSleep?: FamilyHook<Key> | undefined;
  /** Called before a member's container is removed, as `beforeSleep`. */
  readonly beforeRemove?: FamilyHook<Key> | undefined;
}
