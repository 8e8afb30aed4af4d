import { startDeadline } from '@docktopus/core/kit';
import { Subject } from 'rxjs';
import { type ConsumerHost, ConsumerQueue, LOG_RESULTS } from '../consumers/index.ts';
import type { JobMetrics } from '../http/index.ts';
import type { AcceptedCall, JobFailure, JobResult } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { Ending, Match } from '../router/index.ts';
import type { RunnerCounters } from './counters.ts';
import type { IntakeListener } from './in-flight.ts';
import { logEnding } from './log-ending.ts';
import type { RunnerPlan } from './runner-plan.ts';

/** Where endings go to: the counters, the metrics if there are any, and every consumer. */
export class ResultOutlets implements IntakeListener {
  readonly #queues: readonly ConsumerQueue[];
  readonly #counters: RunnerCounters;
  readonly #log: Logger;
  /** Not twice: `logResults()` may be among the consumers. */
  readonly #logsEndings: boolean;
  readonly #failures = new Subject<JobFailure>();
  metrics: JobMetrics | undefined;

  /** Every result that is a failure, whether or not a consumer gets it. */
  readonly failures$ = this.#failures.asObservable();

  constructor(consumers: RunnerPlan['consumers'], counters: RunnerCounters, log: Logger) {
    this.#queues = consumers.map(
      ({ consumer, options }) => new ConsumerQueue(consumer, options, counters, log),
    );
    this.#counters = counters;
    this.#log = log;
    this.#logsEndings = !consumers.some(({ consumer }) => consumer.name === LOG_RESULTS);
  }

  /** @throws what a consumer fails to open with. */
  async open(host: ConsumerHost): Promise<void> {
    for (const queue of this.#queues) await queue.open(host);
  }

  onAccepted(match: Match | undefined): void {
    this.#counters.accepted += 1;
    this.metrics?.accepted(match?.label ?? '(none)');
  }

  onEnding(match: Match | undefined, ending: Ending, call: AcceptedCall, published: boolean): void {
    const { outcome, result } = ending;
    this.#count(outcome);
    if (match !== undefined) match.counters[outcome] += 1;
    if (this.#logsEndings) logEnding(this.#log, ending, call);
    this.metrics?.ended(match?.label ?? '(none)', outcome, performance.now() - call.acceptedAt);
    if (result === undefined) return;
    if (published) this.publish(result);
    else this.#tellFailure(result);
  }

  /** Hands a result to all consumers. */
  publish(result: JobResult): void {
    this.#tellFailure(result);
    for (const queue of this.#queues) queue.push(result);
  }

  /** Lets all consumers take what waits for them, within `timeoutMs` milliseconds. A failure to close is logged. */
  async close(timeoutMs: number): Promise<void> {
    using deadline = startDeadline({ timeoutMs }, timeoutMs, 'runner', 'consumers');
    const closing = this.#queues.map(async (queue) => {
      try {
        await queue.close(deadline.signal);
      } catch (error) {
        this.#counters.consumerFailures += 1;
        this.#log.error(`consumer ${queue.name} failed to close`, { err: error });
      }
    });
    await Promise.all(closing);
  }

  #tellFailure(result: JobResult): void {
    if (!result.ok) this.#failures.next(result);
  }

  #count(outcome: Ending['outcome']): void {
    if (outcome === 'ok') this.#counters.succeeded += 1;
    else if (outcome === 'failed') this.#counters.failed += 1;
    else if (outcome === 'nothing') this.#counters.withoutResult += 1;
    else if (outcome === 'discarded') this.#counters.discarded += 1;
    else this.#counters.later += 1;
  }
}
