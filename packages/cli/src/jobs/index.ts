export type { DurableJobs, QueueStats } from './durable-jobs.ts';
export { type JobsOptions, openJobs } from './open-jobs.ts';
