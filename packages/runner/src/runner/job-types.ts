import type { JobOutcome } from '../job/index.ts';

/** What a job takes and gives, as the compiler knows it. Nothing is there at run time. */
export interface JobType<Body = unknown, Result = unknown> {
  readonly body: Body;
  readonly result: Result;
}

/** The jobs of a blueprint by id, as the compiler knows them. */
export type JobTypes = Readonly<Record<string, JobType>>;

/** What a caller gets of what a handler returns. */
export type JobResultOf<Returned> = Exclude<Awaited<Returned>, JobOutcome>;
