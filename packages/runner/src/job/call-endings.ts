import { DocktopusError, isDocktopusError } from '@docktopus/core';
import { type JobId, printableJobId } from './job-id.ts';

/**
 * Why a call's signal aborts when its caller gave up. A reason that is a DocktopusError already, such as the deadline
 * of a call further up, says more and is passed on as it is.
 */
export function cancelledError(jobId: JobId, cause: unknown): DocktopusError {
  if (isDocktopusError(cause)) return cause;
  return new DocktopusError('job.cancelled', {
    operation: 'job',
    subject: printableJobId(jobId),
    reason: 'the caller cancelled the call',
    cause,
  });
}

/** Why signals abort when the runner stops: one code for calls, producers and background services. */
export function stoppingError(operation: string, reason: string): DocktopusError {
  return new DocktopusError('runner.stopping', { operation, reason });
}
