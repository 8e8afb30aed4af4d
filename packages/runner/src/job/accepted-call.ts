import { setMaxListeners } from 'node:events';
import { onAbort } from '@docktopus/core/kit';
import { cancelledError } from './call-endings.ts';
import { newCallId } from './call-id.ts';
import type { JobCall, JobMetadata, JobRequest } from './job-call.ts';
import type { JobId } from './job-id.ts';

const NO_METADATA: JobMetadata = Object.freeze({});

/**
 * A call that the runner has accepted. Its map and its signal are made when first asked for: a signal alone
 * costs more than the dispatch of a small job.
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
  #controller: AbortController | undefined;
  #aborted: { readonly reason: unknown } | undefined;
  #listeners: Set<() => void> | undefined;
  #stopListening: (() => void) | undefined;

  constructor(request: JobRequest) {
    this.id = request.id ?? newCallId();
    this.jobId = request.jobId;
    this.body = request.body;
    this.metadata = request.metadata ?? NO_METADATA;
    this.attempt = request.attempt ?? 1;
    this.#extensions = request.extensions;
    const outer = request.signal;
    if (outer !== undefined) this.#follow(outer);
  }

  get extensions(): Map<unknown, unknown> {
    this.#extensions ??= new Map();
    return this.#extensions;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      // A handler may do many things at once with it, which is no leak.
      setMaxListeners(0, this.#controller.signal);
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  /** Aborts {@link signal}, now or when it is first asked for. The first reason stays. */
  abort(reason: unknown): void {
    if (this.#aborted !== undefined) return;
    this.#aborted = { reason };
    this.#controller?.abort(reason);
    for (const listener of this.#listeners ?? []) listener();
    this.#listeners = undefined;
  }

  get abortReason(): unknown {
    return this.#aborted?.reason;
  }

  /** Calls `listener` once when the call aborts, until the function that it returns is called; makes no signal. */
  onAbort(listener: () => void): () => void {
    this.#listeners ??= new Set();
    const listeners = this.#listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Lets go of the caller's signal once the call has ended. */
  end(): void {
    this.#stopListening?.();
  }

  #follow(outer: AbortSignal): void {
    const abort = () => this.abort(cancelledError(this.jobId, outer.reason));
    if (outer.aborted) abort();
    else this.#stopListening = onAbort(outer, abort);
  }
}
