export { AcceptedCall } from './accepted-call.ts';
export { CallScope, JOB_CALL } from './call-scope.ts';
export { deriveCall, type JobCall, type JobMetadata, type JobRequest } from './job-call.ts';
export type { BindableHandler, JobHandler } from './job-handler.ts';
export { checkedJobId, type JobId, printableJobId } from './job-id.ts';
export { JobOutcome } from './job-outcome.ts';
export type { JobFailure, JobResult, JobSuccess } from './job-result.ts';
export { applyLayers, type Layer, type Next } from './layer.ts';
