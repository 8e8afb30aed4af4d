import type { JobId } from './job-id.ts';

/** Text that travels with a call to its results: where it came from, who asked. Never a secret. */
export type JobMetadata = Readonly<Record<string, string>>;

/** What a producer hands in: a call that has not been accepted yet. Every {@link JobCall} is one. */
export interface JobRequest<Body = unknown> {
  readonly jobId: JobId;
  readonly body?: Body | undefined;
  /** @default {} */
  readonly metadata?: JobMetadata | undefined;
  /** @default unique text */
  readonly id?: string | undefined;
  /** Aborts this call alone. */
  readonly signal?: AbortSignal | undefined;
}

/** One call of a job, as handlers and layers see it. */
export interface JobCall<Body = unknown> {
  /** Unique; its results carry it. */
  readonly id: string;
  readonly jobId: JobId;
  readonly body: Body;
  readonly metadata: JobMetadata;
  /** Room for layers to leave things for handlers and for each other. */
  readonly extensions: Map<unknown, unknown>;
  /** Aborts when the call's time is up, its caller gave up, or the runner's grace period is over. */
  readonly signal: AbortSignal;
}

/** The same call with another body or signal, for layers that pass on something else than they got. */
export function deriveCall(
  call: JobCall,
  change: { readonly body?: unknown; readonly signal?: AbortSignal },
): JobCall {
  return {
    id: call.id,
    jobId: call.jobId,
    body: 'body' in change ? change.body : call.body,
    metadata: call.metadata,
    get extensions() {
      return call.extensions;
    },
    get signal() {
      return change.signal ?? call.signal;
    },
  };
}
