import type { Injector } from '@docktopus/core';
import { checkArguments, readThing } from '@docktopus/core/kit';
import type { Observer } from 'rxjs';
import type { JobResult } from '../job/index.ts';
import type { RetryOptions } from '../layers/index.ts';
import type { Logger } from '../log/index.ts';

/** What a consumer lives in. */
export interface ConsumerHost {
  readonly injector: Injector;
  readonly log: Logger;
}

/** Takes the results of jobs, one at a time. What it throws is logged and counted, and stops nothing. */
export interface Consumer {
  /** How it is called in logs. */
  readonly name: string;
  /** Called once, before the first result. What it throws keeps the runner from starting. */
  open?(host: ConsumerHost): void | Promise<void>;
  /** @param signal aborts when the runner does not wait any longer. */
  consume(result: JobResult, signal: AbortSignal): void | Promise<void>;
  /** Called once, after the last result. */
  close?(): void | Promise<void>;
}

/** A consumer, a function, or an observer. */
export type ConsumerLike =
  | Consumer
  | ((result: JobResult, signal: AbortSignal) => void | Promise<void>)
  | Partial<Observer<JobResult>>;

/** Options of `runner.consumer()`. */
export interface ConsumerOptions {
  /** Which results it gets; one that it does not get takes up no room. @default all */
  readonly filter?: ((result: JobResult) => boolean) | undefined;
  /** How many results may wait for the consumer. @default 1024 */
  readonly buffer?: number | undefined;
  /** Which result is given up when there is no room for one more. Every one is counted. @default 'drop-oldest' */
  readonly overflow?: 'drop-oldest' | 'drop-newest' | undefined;
  /**
   * Whether the delivery of each result is a durable job, tried until the consumer takes it: at least once. It is kept
   * together with the end of a durable job; the result of any other job is kept once it is there. Needs
   * `runner.queue(store)` and a consumer whose name is its alone. `buffer` and `overflow` mean nothing then.
   * @default false
   */
  readonly durable?: boolean | DeliveryOptions | undefined;
}

/** How results are delivered by durable jobs. */
export interface DeliveryOptions {
  /** After a failure of the consumer. @default 10 attempts, with growing waits */
  readonly retry?: number | RetryOptions | undefined;
  /** How long the consumer may take for one result, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /** How many results it takes at a time, over all workers of the store. @default 1 */
  readonly concurrency?: number | undefined;
}

const readLike = readThing('a function of a result, a consumer, or an observer', (value) =>
  ['consume', 'next', 'complete', 'error'].some(
    (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
  ),
);

/** Any of the forms as a {@link Consumer}. @throws DocktopusError `runner.invalid` */
export function toConsumer(like: ConsumerLike): Consumer {
  if (typeof like === 'function') return { name: like.name || 'a function', consume: like };
  checkArguments({ consumer: like }, { consumer: readLike }, 'runner.consumer', undefined, 'runner.invalid');
  return 'consume' in like ? like : toObserver(like);
}

/** Hands every result to an observer; it completes when the runner has stopped. */
export function toObserver(observer: Partial<Observer<JobResult>>): Consumer {
  return {
    name: 'toObserver',
    consume: (result) => observer.next?.(result),
    close: () => observer.complete?.(),
  };
}
