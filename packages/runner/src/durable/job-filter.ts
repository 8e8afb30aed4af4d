import type { JobId } from '../job/index.ts';
import type { JobState } from './job-state.ts';

/** Which jobs are meant; all of what is given has to hold. */
export interface JobFilter {
  readonly ids?: readonly string[] | undefined;
  readonly state?: JobState | readonly JobState[] | undefined;
  readonly jobId?: JobId | undefined;
  readonly key?: string | undefined;
  /** Those that wait because a worker could not read their bodies. */
  readonly refused?: boolean | undefined;
  readonly affinity?: string | undefined;
  /** Those that ended before: milliseconds since 1970. */
  readonly endedBefore?: number | undefined;
}

/** Which jobs `queue.list()` lists, and from where on. */
export interface JobListOptions extends JobFilter {
  /** From 1 to 1000. @default 100 */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}
