import { checkArguments, type Ending, readSignal } from '@docktopus/core/kit';
import type { JobRequest } from './job-call.ts';
import { printableJobId } from './job-id.ts';

const READERS = { signal: readSignal };

/** @throws DocktopusError `job.invalid` for a request whose signal is none. */
export function requireSignal({ jobId, signal }: JobRequest): void {
  // Most requests have none, and that of a durable job has an ending.
  if (signal === undefined || typeof (signal as Partial<Ending> | null)?.onEnd === 'function') return;
  checkArguments({ signal }, READERS, 'job', printableJobId(jobId), 'job.invalid');
}
