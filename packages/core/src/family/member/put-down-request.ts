import type { CauseFacts } from '../cause/index.ts';
import type { SleepAction } from '../settings/family-settings.ts';

/** That a member is to sleep, or to lose its container. */
export interface PutDown {
  readonly action: SleepAction;
  readonly cause: CauseFacts;
  /** Asked again when its turn has come: `false` leaves the member as it is. */
  readonly still?: (() => boolean) | undefined;
  /** Removes the volumes of its key, too. */
  readonly volumes?: boolean | undefined;
  /** How long its process has. @default the container's own */
  readonly graceMs?: number | undefined;
}
