export { body, call, jobId, metadata, signal } from './call-parameters.ts';
export { job, type MethodJobOptions } from './job-decorator.ts';
export { jobRouter } from './job-router.ts';
