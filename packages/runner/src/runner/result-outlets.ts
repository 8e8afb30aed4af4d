import { Roster, settledWithin, startDeadline } from '@docktopus/core/kit';
import { Subject } from 'rxjs';
import { type ConsumerHost, ConsumerQueue, LOG_RESULTS } from '../consumers/index.ts';
import type { JobMetrics } from '../http/index.ts';
import type { AcceptedCall, JobFailure, JobRequest, JobResult } from '../job/index.ts';
import { type Logger, silentLogger } from '../log/index.ts';
import type { Ending, Match } from '../router/index.ts';
import type { RunnerCounters } from './counters.ts';
import type { DurableConsumers } from './durable-consumers.ts';
import type { IntakeListener } from './in-flight.ts';
import { logEnding } from './log-ending.ts';
import type { RunnerPlan } from './runner-plan.ts';

/** How many results may wait until the store has kept their deliveries. */
const MOST_KEEPING = 10_000;

/** Where endings go to: the counters, the metrics if there are any, and every consumer. */
export class ResultOutlets implements IntakeListener {
  readonly #queues: readonly ConsumerQueue[];
  readonly #counters: RunnerCounters;
  readonly #log: Logger;
  /** Not twice: `logResults()` may be among the consumers. A silent log needs no texts. */
  readonly #logsEndings: boolean;
  readonly #failures = new Subject<JobFailure>();
  readonly #keeping = new Roster<Promise<unknown>>();
  metrics: JobMetrics | undefined;

  /** Every result that is a failure, whether or not a consumer gets it. */
  readonly failures$ = this.#failures.asObservable();

  readonly #durable: DurableConsumers;
  /** Keeps calls in the runner's queue. */
  submit: ((requests: readonly JobRequest[]) => Promise<unknown>) | undefined;

  constructor(
    consumers: RunnerPlan['consumers'],
    durable: DurableConsumers,
    counters: RunnerCounters,
    log: Logger,
  ) {
    this.#queues = consumers
      .filter(({ options }) => options.durable === undefined || options.durable === false)
      .map(({ consumer, options }) => new ConsumerQueue(consumer, options, counters, log));
    this.#durable = durable;
    this.#counters = counters;
    this.#log = log;
    this.#logsEndings =
      log !== silentLogger && !consumers.some(({ consumer }) => consumer.name === LOG_RESULTS);
  }

  /** @throws what a consumer fails to open with. */
  async open(host: ConsumerHost): Promise<void> {
    await this.#durable.open(host);
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

  /** Hands a result to all consumers. @param kept whether its deliveries to durable ones have been kept. */
  publish(result: JobResult, kept = false): void {
    this.#tellFailure(result);
    if (this.#durable.isDelivery(result.jobId)) return;
    if (!kept) this.#keepDeliveries(result);
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
    await settledWithin(Promise.all([this.#durable.close(), ...this.#keeping]), deadline.remainingMs());
  }

  #keepDeliveries(result: JobResult): void {
    const requests = this.#durable.deliveriesOf(result);
    if (requests.length === 0 || this.submit === undefined) return;
    if (this.#keeping.size >= MOST_KEEPING) {
      this.#counters.droppedResults += requests.length;
      this.#log.error('the delivery of a result could not be kept: too many wait for the store', {
        callId: result.callId,
        waiting: MOST_KEEPING,
      });
      return;
    }
    const keeping = this.submit(requests)
      .catch((error: unknown) => {
        this.#counters.droppedResults += requests.length;
        this.#log.error('the delivery of a result could not be kept', { callId: result.callId, err: error });
      })
      .finally(() => this.#keeping.delete(entry));
    const entry = this.#keeping.add(keeping);
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
