import {
  type CronOptions,
  cron,
  type IntervalOptions,
  interval,
  type Producer,
  type ProducerLike,
} from '../producers/index.ts';
import type { BodyAnd, JobTypes } from '../runner/index.ts';
import { type WebhookOptions, webhook } from '../webhook/index.ts';

/** The producers of this package, for jobs that the compiler knows. */
export interface ProducerTools<Jobs extends JobTypes> {
  /** As `cron()`: the body is that of the job. */
  cron<Id extends keyof Jobs & string>(
    expression: string,
    id: Id,
    ...rest: BodyAnd<Jobs[Id]['body'], CronOptions>
  ): Producer;
  /** As `interval()`. */
  interval<Id extends keyof Jobs & string>(
    everyMs: number,
    id: Id,
    ...rest: BodyAnd<Jobs[Id]['body'], IntervalOptions>
  ): Producer;
  /** As `webhook()`: a request's body has to be what the job takes. */
  webhook(options: Omit<WebhookOptions, 'jobId'> & { readonly jobId: keyof Jobs & string }): Producer;
}

export const producerTools = { cron, interval, webhook } as ProducerTools<never>;

export type Producers = readonly ProducerLike[];
