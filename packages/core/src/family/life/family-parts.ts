import type { Docker } from '../../engine/index.ts';
import type { Viewpoint } from '../../ownership/index.ts';
import type { Semaphore } from '../../scope/index.ts';
import type { AuthoredFamily } from '../definition/authored-family.ts';
import type { FamilyIdentity } from '../definition/member-definition.ts';
import type { FamilySettings } from '../settings/family-settings.ts';
import type { FamilyClock } from '../time/index.ts';

/** What a family lives on. */
export interface FamilyParts {
  readonly authored: AuthoredFamily;
  readonly settings: FamilySettings;
  readonly docker: Docker;
  readonly identity: FamilyIdentity;
  readonly here: Viewpoint;
  /** Where files of the blueprint's own are. */
  readonly dataDir: string;
  /** How many containers of the connection start at a time. */
  readonly starts: Semaphore;
  readonly clock: FamilyClock;
}
