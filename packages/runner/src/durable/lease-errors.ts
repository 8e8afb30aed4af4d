import { DocktopusError } from '@docktopus/core';
import type { StoredError } from './stored-job.ts';

/** Why the signal of an attempt aborts whose lease another worker may have by now. */
export function leaseLost(id: string): DocktopusError<'lease.lost'> {
  return new DocktopusError('lease.lost', {
    operation: 'job',
    subject: id,
    reason: 'its lease ran out: another worker may be running it, and nothing of this attempt is kept',
    hint: 'Do not block the event loop for longer than leaseMs; move long computations to a worker thread',
  });
}

/** Why the signal of a durable job aborts that somebody has cancelled. */
export function jobCancelled(id: string, { message }: StoredError): DocktopusError<'job.cancelled'> {
  return new DocktopusError('job.cancelled', { operation: 'job', subject: id, reason: message });
}

/** What is kept of a job whose leases have run out too often. */
export function stalledError(stalls: number): StoredError {
  const message = `the lease ran out ${stalls} times: its worker was killed, or its event loop was blocked`;
  return { code: 'job.stalled', message };
}

/** What is kept of a job whose deadline has passed. */
export function expiredError(when = 'before a worker had time for it'): StoredError {
  return { code: 'job.expired', message: `the deadline of the job passed ${when}` };
}
