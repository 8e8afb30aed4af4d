import type { JobId, JobMetadata, SubmitOptions } from '../job/index.ts';

export interface CallJobOptions {
  /** Gives up waiting for a place, and aborts the call. */
  readonly signal?: AbortSignal | undefined;
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
}

/** What a call of a durable job is submitted with. */
export interface SubmitJobOptions extends SubmitOptions {
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
}

export interface SubmitCall extends SubmitJobOptions {
  readonly jobId: JobId;
  readonly body?: unknown;
}
