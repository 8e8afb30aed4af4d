export { AcceptedCall } from './accepted-call.ts';
export { stoppingError } from './call-endings.ts';
export { newCallId } from './call-id.ts';
export { type CallPlace, NO_PLACE } from './call-place.ts';
export { CallScope, JOB_CALL } from './call-scope.ts';
export { earlyEnd } from './early-end.ts';
export {
  DerivedCall,
  deriveCall,
  endsWith,
  type JobCall,
  type JobMetadata,
  type JobRequest,
} from './job-call.ts';
export type { BindableHandler, JobHandler } from './job-handler.ts';
export { checkedJobId, type JobId, jobIdOf, printableJobId } from './job-id.ts';
export { JobOutcome } from './job-outcome.ts';
export type { JobFailure, JobResult, JobSuccess } from './job-result.ts';
export { beginAgain, type JobRun, RUN_MEMORY, type RunMemory, runOf } from './job-run.ts';
export { isTooDeep, MOST_LEVELS } from './json-depth.ts';
export { applyLayers, type Layer, type Next } from './layer.ts';
export { requireSignal } from './require-signal.ts';
export { isStorableText, storableText } from './storable-text.ts';
export { isKey, KEY_EXPECTED, SUBMIT_OPTIONS, type SubmitOptions } from './submit-options.ts';
