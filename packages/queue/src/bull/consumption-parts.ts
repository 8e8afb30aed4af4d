import type { Logger } from '@docktopus/runner';
import type { NewJob, Retention } from '@docktopus/runner/durable';
import type { BullLines } from './bull-lines.ts';
import type { BullServer } from './bull-server.ts';
import type { WorkerPlaces } from './worker-places.ts';

/** What the workers of a store share. */
export interface ConsumptionParts {
  readonly server: BullServer;
  readonly lines: BullLines;
  readonly log: Logger;
  readonly retention: Retention;
  readonly maxLogBytes: number;
  readonly places: WorkerPlaces;
  submit(jobs: readonly NewJob[]): Promise<unknown>;
  readonly tell: (id: string, kind: 'state' | 'progress' | 'log') => void;
}
