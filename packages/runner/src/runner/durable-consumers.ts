import { DocktopusError } from '@docktopus/core';
import {
  type Consumer,
  type ConsumerHost,
  type ConsumerOptions,
  type ResultRecord,
  resultRecord,
} from '../consumers/index.ts';
import { restoredError, storedError } from '../durable/index.ts';
import type { JobId, JobRequest, JobResult } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import { type BoundRouter, bindRouter, Router } from '../router/index.ts';
import type { RunnerHost } from './runner-host.ts';
import type { RunnerPlan } from './runner-plan.ts';

const DEFAULTS = { retry: 10, timeoutMs: 60_000, concurrency: 1 } as const;

interface DurableConsumer {
  readonly consumer: Consumer;
  readonly filter: NonNullable<ConsumerOptions['filter']>;
}

/** Consumers whose results are delivered by durable jobs of the runner. */
export class DurableConsumers {
  readonly #consumers = new Map<JobId, DurableConsumer>();
  readonly #opened: Consumer[] = [];
  readonly #log: Logger;
  #router = Router.create();

  /** @throws DocktopusError `runner.invalid` when two have one name, or one has none; `job.invalid` for options out of range. */
  constructor(consumers: RunnerPlan['consumers'], log: Logger) {
    this.#log = log;
    for (const { consumer, options } of consumers) {
      const { durable, filter = () => true } = options;
      if (durable === undefined || durable === false) continue;
      const id = `deliver to ${consumer.name}`;
      if (consumer.name === '' || consumer.name === 'a function' || this.#consumers.has(id))
        throw nameNeeded(consumer);
      this.#consumers.set(id, { consumer, filter });
      const limits = { ...DEFAULTS, ...(durable === true ? {} : durable) };
      this.#router = this.#router.route(
        id,
        async ({ body, signal }) => {
          await consumer.consume(resultOf(body as ResultRecord), signal);
        },
        { durable: true, ...limits },
      );
    }
  }

  /** The runner's own router and the deliveries. Its layers and `always` handlers are for its jobs alone. */
  bind(own: BoundRouter, { injector }: RunnerHost): BoundRouter {
    if (this.#consumers.size === 0) return own;
    const deliveries = bindRouter(this.#router, injector);
    return {
      match: (id) => deliveries.match(id) ?? own.match(id),
      bodySchema: (id) => (this.#consumers.has(id) ? undefined : own.bodySchema(id)),
      options: (id) => deliveries.options(id) ?? own.options(id),
      jobs: [...own.jobs, ...deliveries.jobs],
      unrouted: own.unrouted,
    };
  }

  /** Whether results are those of a delivery, which nobody is told of again. */
  isDelivery(jobId: JobId): boolean {
    return this.#consumers.has(jobId);
  }

  /** The calls that deliver a result. */
  deliveriesOf(result: JobResult): readonly JobRequest[] {
    if (this.#consumers.size === 0 || this.isDelivery(result.jobId)) return [];
    return [...this.#consumers].flatMap(([jobId, each]) =>
      this.#wants(each, result) ? [{ jobId, body: deliveryOf(result) }] : [],
    );
  }

  /** @throws what a consumer fails to open with. */
  async open(host: ConsumerHost): Promise<void> {
    for (const { consumer } of this.#consumers.values()) {
      await consumer.open?.(host);
      this.#opened.push(consumer);
    }
  }

  /** @throws nothing: a failure is logged. */
  async close(): Promise<void> {
    for (const consumer of this.#opened.splice(0)) {
      try {
        await consumer.close?.();
      } catch (error) {
        this.#log.error(`consumer ${consumer.name} failed to close`, { err: error });
      }
    }
  }

  /** A filter that throws takes nothing. */
  #wants({ consumer, filter }: DurableConsumer, result: JobResult): boolean {
    try {
      return filter(result);
    } catch (error) {
      this.#log.error(`consumer ${consumer.name} failed`, { err: error });
      return false;
    }
  }
}

/** A result as it is kept: of an error, what the store keeps of it as well, however long its message is. */
function deliveryOf(result: JobResult): ResultRecord {
  const record = resultRecord(result);
  return result.ok ? record : { ...record, error: storedError(result.error) };
}

/** What was kept of a result. */
function resultOf({ body, error, ok, ...facts }: ResultRecord): JobResult {
  return ok
    ? { ...facts, ok: true, body }
    : {
        ...facts,
        ok: false,
        error: restoredError({ code: error?.code ?? 'job.failed', message: error?.message ?? '' }),
      };
}

function nameNeeded({ name }: Consumer): DocktopusError {
  return new DocktopusError('runner.invalid', {
    operation: 'runner.consumer',
    subject: name,
    reason:
      'a store finds waiting results by the name of their consumer, and another consumer has this name too',
    hint: "Give it one: .consumer({ name: 'billing', consume: (result) => … }, { durable: true })",
  });
}
