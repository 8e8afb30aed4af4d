import type { DocktopusError } from '../../errors/index.ts';
import { type CallOptions, type Deadline, startDeadline } from '../../scope/index.ts';
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
  readonly #deadline: Deadline;

  /** @throws DocktopusError `aborted` when the caller's signal has aborted already. */
  constructor(call: Call) {
    this.call = call;
    const { operation, subject, options = {}, defaultMs = DEFAULT_CALL_MS } = call;
    this.#deadline = startDeadline(options, defaultMs, operation, subject);
  }

  /** Aborts with the reason why the call ends early. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Ends it early; the first reason counts. */
  end(reason: DocktopusError): void {
    this.#deadline.end(reason);
  }

  /** The time no longer counts, the caller's signal does. */
  stopClock(): void {
    this.#deadline.stopClock();
  }

  /** Why it failed, for the caller: its early end if there was one, else what `error` is. */
  failure(error: unknown): DocktopusError {
    return this.signal.aborted ? this.signal.reason : translateEngineError(error, this.call);
  }

  /** Lets go of timers and signals. */
  release(): void {
    this.#deadline[Symbol.dispose]();
  }
}
