import type { Logger } from '@docktopus/runner';
import type { NewJob, Retention } from '@docktopus/runner/durable';
import type { BullLines } from './bull-lines.ts';
import type { BullServer } from './bull-server.ts';

/** What the workers of a store share. */
export interface ConsumptionParts {
  readonly server: BullServer;
  readonly lines: BullLines;
  readonly log: Logger;
  readonly retention: Retention;
  readonly maxLogBytes: number;
  /** What the lines of one worker share. */
  readonly places: { /** How many jobs have been asked for and are not there yet. */ asked: number };
  submit(jobs: readonly NewJob[]): Promise<unknown>;
  tell(id: string, kind: 'state' | 'progress' | 'log'): void;
}
