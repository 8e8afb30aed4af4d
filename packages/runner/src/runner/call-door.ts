import type { RunnerQueue } from '../durable/index.ts';
import { type JobRequest, requireSignal } from '../job/index.ts';
import type { SubmittedCall } from '../producers/index.ts';
import type { BoundRouter } from '../router/index.ts';
import type { Intake } from './intake.ts';

/** Where a call goes: to its handlers at once, or to the store first when its job is durable. */
export class CallDoor {
  readonly #router: BoundRouter;
  readonly #intake: Intake;
  readonly #queue: RunnerQueue | undefined;

  constructor(router: BoundRouter, intake: Intake, queue: RunnerQueue | undefined) {
    this.#router = router;
    this.#intake = intake;
    this.#queue = queue;
  }

  /** @throws DocktopusError as `Intake.accept` and `RunnerQueue.submit`; `job.invalid` for a signal that is none */
  accept(request: JobRequest): SubmittedCall | Promise<SubmittedCall> {
    requireSignal(request);
    const queue = this.#queueFor(request);
    return queue === undefined ? this.#intake.accept(request) : queue.call(request);
  }

  /** The same for a producer, which waits while the store of a durable job is away. */
  acceptWhenThere(request: JobRequest, signal: AbortSignal): SubmittedCall | Promise<SubmittedCall> {
    requireSignal(request);
    const queue = this.#queueFor(request);
    return queue === undefined ? this.#intake.accept(request) : queue.callWhenThere(request, signal);
  }

  #queueFor({ jobId, submitterDecides }: JobRequest): RunnerQueue | undefined {
    if (this.#queue === undefined || submitterDecides === true) return undefined;
    return this.#router.options(jobId)?.durable === true ? this.#queue : undefined;
  }
}
