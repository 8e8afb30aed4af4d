import type { Container, Injector } from '@docktopus/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isObservable, type Observable } from 'rxjs';
import type { JobId, JobRequest, JobResult } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { RestartPolicy } from '../supervision/index.ts';
import type { WebhookMount } from '../webhook/index.ts';
import { fromAsyncIterable } from './from-async-iterable.ts';
import { fromObservable } from './from-observable.ts';

/** A call that was let in. */
export interface SubmittedCall {
  readonly callId: string;
  /** The call's result; `undefined` when it has none. Never rejects: a job's failure is its result. */
  readonly ended: Promise<JobResult | undefined>;
}

/** What a producer runs in. */
export interface ProducerHost {
  /** Aborts when the producer is to stop. */
  readonly signal: AbortSignal;
  readonly injector: Injector;
  readonly log: Logger;
  /** A managed container of the runner's contexts. @throws DocktopusError `container.not-found` */
  container(name: string): Container;
  /**
   * Hands a call in, as soon as the runner has room for it; a producer that can be paused just waits.
   *
   * @throws DocktopusError `runner.state` or `aborted` when the runner stops before there was room.
   */
  submit(request: JobRequest): Promise<SubmittedCall>;
  /** Whether a call that is handed in now need not wait. */
  readonly hasRoom: boolean;
  /** Counts calls that the producer has given up. */
  dropped(count: number): void;
}

/** Where calls come from: it runs until it has no more of them, fails, or is told to stop. */
export interface Producer {
  /** How it is called in logs and errors. */
  readonly name: string;
  /** Called once while the runner starts, before anything runs. What it throws keeps the runner from starting. */
  prepare?(host: PrepareHost): void | Promise<void>;
  run(host: ProducerHost): Promise<void>;
}

/** What a producer may do before anything runs. */
export interface PrepareHost {
  readonly injector: Injector;
  readonly log: Logger;
  /** The routes of the runner's HTTP server. */
  readonly webhooks: WebhookMount;
  /** What the job's handler says that a body has to be. */
  bodySchema(jobId: JobId): StandardSchemaV1 | undefined;
}

/** A producer, or a stream of calls: an observable cannot be paused, an async iterable can. */
export type ProducerLike = Producer | Observable<JobRequest> | AsyncIterable<JobRequest>;

export interface ProducerOptions {
  /** What happens when the producer fails. @default 'fail' */
  readonly restart?: RestartPolicy | undefined;
}

/** Any of the forms as a {@link Producer}. */
export function toProducer(like: ProducerLike): Producer {
  if (isObservable(like)) return fromObservable(like);
  return Symbol.asyncIterator in like ? fromAsyncIterable(like) : like;
}
