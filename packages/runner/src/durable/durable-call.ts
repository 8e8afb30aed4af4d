import { type Ending as EarlyEnding, endingOf, OpenEnding, type Stop } from '@docktopus/core/kit';
import type { SubmittedCall } from '../producers/index.ts';
import type { Ending } from '../router/index.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRecord } from './job-record.ts';
import { restoredError, storedError } from './stored-error.ts';
import type { SubmittedJob } from './submit-jobs.ts';

export interface DurableCallParts {
  readonly queue: JobQueue;
  /** Cancels the job when it aborts. */
  readonly cancel: Stop | undefined;
  readonly location: string | undefined;
}

/** A call of a durable job, as its caller sees it. Its end is not looked for until it is asked for. */
export class DurableCall implements SubmittedCall {
  readonly callId: string;
  readonly deduplicated: boolean;
  readonly location: string | undefined;
  readonly #queue: JobQueue;
  readonly #early: EarlyEnding;
  #ended: Promise<Ending> | undefined;

  constructor({ id, deduplicated }: SubmittedJob, { queue, cancel, location }: DurableCallParts) {
    this.callId = id;
    this.deduplicated = deduplicated;
    this.#queue = queue;
    this.location = location;
    this.#early = cancel === undefined ? new OpenEnding() : endingOf(cancel);
  }

  get signal(): AbortSignal {
    return this.#early.signal;
  }

  get abortReason(): unknown {
    return this.#early.reason;
  }

  onAbort(listener: () => void): () => void {
    return this.#early.onEnd(listener);
  }

  get ended(): Promise<Ending> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<Ending> {
    const cancel = () => {
      // Its caller has gone, so a failure to cancel the job is told to no caller.
      void this.#queue.cancel(this.callId, storedError(this.abortReason).message).catch(() => undefined);
    };
    // The caller may have gone while the job was being kept.
    if (this.abortReason !== undefined) cancel();
    const release = this.onAbort(cancel);
    const startedAt = performance.now();
    try {
      const job = await this.#queue.ended(this.callId);
      return storedEnding(this.callId, job, performance.now() - startedAt);
    } catch (error) {
      return failedEnding(this.callId, error, performance.now() - startedAt);
    } finally {
      release();
    }
  }
}

function storedEnding(callId: string, job: JobRecord | undefined, durationMs: number): Ending {
  if (job === undefined || job.state !== 'done') {
    const error = restoredError(
      job?.error ?? { code: 'job.failed', message: 'the job has ended without a word' },
    );
    return failedEnding(callId, error, durationMs, job);
  }
  const { result: body, jobId, metadata } = job;
  if (body === undefined) return { outcome: 'nothing', result: undefined };
  const facts = { callId, jobId, metadata, handledBy: 'route', durationMs };
  return { outcome: 'ok', result: { ...facts, ok: true, body } };
}

function failedEnding(callId: string, cause: unknown, durationMs: number, job?: JobRecord): Ending {
  const error = cause instanceof Error ? cause : restoredError(storedError(cause));
  const { jobId = '', metadata = {} } = job ?? {};
  const facts = { callId, jobId, metadata, handledBy: 'route', durationMs };
  return { outcome: 'failed', result: { ...facts, ok: false, error } };
}
