import type { JobMetadata } from './job-call.ts';
import type { JobId } from './job-id.ts';

interface ResultFacts {
  /** The id of the call that this is a result of. */
  readonly callId: string;
  readonly jobId: JobId;
  /** The call's. */
  readonly metadata: JobMetadata;
  /** Which of the handlers that ran for the call: `'route'`, `'fallback'`, `'always[0]'`. */
  readonly handledBy: string;
  /** From acceptance to the end, queueing and retries included. */
  readonly durationMs: number;
}

/** A handler returned a body. */
export interface JobSuccess<Body = unknown> extends ResultFacts {
  readonly ok: true;
  readonly body: Body;
}

/** A handler, or a layer around it, threw; or no route matched. */
export interface JobFailure extends ResultFacts {
  readonly ok: false;
  readonly error: Error;
}

/** What came of a call. */
export type JobResult<Body = unknown> = JobSuccess<Body> | JobFailure;
