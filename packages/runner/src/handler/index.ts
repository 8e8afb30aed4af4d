export { body, call, jobId, metadata, run, signal } from './call-parameters.ts';
export { job, jobMarks, type MethodJobOptions } from './job-decorator.ts';
export { jobRouter } from './job-router.ts';
