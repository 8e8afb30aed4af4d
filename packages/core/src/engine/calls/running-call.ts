import type { DocktopusError } from '../../errors/index.ts';
import { abortedError, type CallOptions, type Deadline, startDeadline } from '../../scope/index.ts';
import { type FailedCall, translateEngineError } from '../translate/translate-engine-error.ts';

/** One call: what it is called, on what, and how long it may take by default. */
export interface Call extends FailedCall {
  readonly options?: CallOptions | undefined;
  /** @default 30_000 */
  readonly defaultMs?: number | undefined;
}

const DEFAULT_CALL_MS = 30_000;

/** A call that has begun and not settled: its time, its signal, and whose failure its failure is. */
export class RunningCall {
  readonly call: Call;
  readonly #controller = new AbortController();
  readonly #deadline: Deadline;

  /** @throws DocktopusError `aborted` when the caller's signal has aborted already. */
  constructor(call: Call) {
    this.call = call;
    const { operation, subject, options = {}, defaultMs = DEFAULT_CALL_MS } = call;
    this.#deadline = startDeadline(options, defaultMs, operation, subject);
    this.#deadline.signal.addEventListener('abort', () => this.end(this.#deadline.signal.reason), {
      once: true,
    });
  }

  /** Aborts with the reason why the call ends early. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends it early; the first reason counts. */
  end(reason: DocktopusError): void {
    this.#controller.abort(reason);
  }

  /** The time no longer counts, the caller's signal does. */
  stopClock(): void {
    this.#deadline[Symbol.dispose]();
    const { signal } = this.call.options ?? {};
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Why it failed, for the caller: its early end if there was one, else what `error` is. */
  failure(error: unknown): DocktopusError {
    return this.signal.aborted ? this.signal.reason : translateEngineError(error, this.call);
  }

  /** Lets go of timers and signals. */
  release(): void {
    this.#deadline[Symbol.dispose]();
    this.call.options?.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    const { operation, subject, options } = this.call;
    this.end(abortedError(operation, subject, options?.signal?.reason));
  };
}
