import { type Ending, endingOf, OpenEnding } from '@docktopus/core/kit';
import { cancelledError } from './call-endings.ts';
import { newCallId } from './call-id.ts';
import { EARLY_END } from './early-end.ts';
import type { JobCall, JobMetadata, JobRequest } from './job-call.ts';
import type { JobId } from './job-id.ts';

const NO_METADATA: JobMetadata = Object.freeze({});

/**
 * A call that the runner has accepted. Its map and its ending are made when first asked for.
 */
export class AcceptedCall implements JobCall {
  readonly id: string;
  /** By the monotonic clock, in milliseconds. */
  readonly acceptedAt = performance.now();
  readonly jobId: JobId;
  readonly body: unknown;
  readonly metadata: JobMetadata;
  readonly attempt: number;
  #extensions: Map<unknown, unknown> | undefined;
  #early: OpenEnding | undefined;
  #stopListening: (() => void) | undefined;

  constructor(request: JobRequest) {
    this.id = request.id ?? newCallId();
    this.jobId = request.jobId;
    this.body = request.body;
    this.metadata = request.metadata ?? NO_METADATA;
    this.attempt = request.attempt ?? 1;
    this.#extensions = request.extensions;
    if (request.signal !== undefined) this.#follow(endingOf(request.signal));
  }

  get extensions(): Map<unknown, unknown> {
    this.#extensions ??= new Map();
    return this.#extensions;
  }

  get signal(): AbortSignal {
    return this[EARLY_END].signal;
  }

  /** Aborts {@link signal}, now or when it is first asked for. The first reason stays. */
  abort(reason: unknown): void {
    this[EARLY_END].end(reason);
  }

  get abortReason(): unknown {
    return this.#early?.reason;
  }

  /** Calls `listener` once when the call aborts, until the function that it returns is called; makes no signal. */
  onAbort(listener: () => void): () => void {
    return this[EARLY_END].onEnd(listener);
  }

  /** Lets go of the caller's signal once the call has ended. */
  end(): void {
    this.#stopListening?.();
  }

  get [EARLY_END](): OpenEnding {
    this.#early ??= new OpenEnding();
    return this.#early;
  }

  #follow(outer: Ending): void {
    const abort = () => this.abort(cancelledError(this.jobId, outer.reason));
    if (outer.reason !== undefined) abort();
    else this.#stopListening = outer.onEnd(abort);
  }
}
