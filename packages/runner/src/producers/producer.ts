import type { Container, Injector } from '@docktopus/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Observable } from 'rxjs';
import type { HttpRoutes } from '../http/index.ts';
import type { JobId, JobRequest } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { Ending } from '../router/index.ts';
import type { RestartPolicy } from '../supervision/index.ts';
import type { SharedSchedule } from './shared-schedule.ts';

/** A call that was accepted. */
export interface SubmittedCall {
  readonly callId: string;
  /** Whether a durable job was there already, by its idempotency key. */
  readonly deduplicated?: boolean | undefined;
  /** Where the state of a durable call can be asked for on the runner's HTTP server, if it can. */
  readonly location?: string | undefined;
  /** The call's own signal, whose reason says why it ended early. */
  readonly signal: AbortSignal;
  /** The reason of {@link signal} once it has aborted. */
  readonly abortReason: unknown;
  /** The same as listening to {@link signal}, which is made when it is first read and costs more than a small job. */
  onAbort(listener: () => void): () => void;
  /** How the call ended, and its result if it has one. Never rejects: a job's failure is its result. */
  readonly ended: Promise<Ending>;
}

/** What the runner offers to a producer that runs. */
export interface ProducerHost {
  /** Aborts with `runner.stopping` when the producer is to stop. */
  readonly signal: AbortSignal;
  readonly injector: Injector;
  readonly log: Logger;
  /** A managed container of the runner's contexts. @throws DocktopusError `container.not-found` */
  container(name: string): Container;
  /** Whether a context of the runner manages the container. */
  manages(container: Container): boolean;
  /**
   * Hands a call in as soon as the runner has room for it; a producer that can be paused just waits. A call of a durable
   * job is on disk when this resolves; while its store is away, the producer waits as well.
   *
   * @throws DocktopusError `runner.state` when the runner stops before there was room.
   */
  submit(request: JobRequest): Promise<SubmittedCall>;
  /**
   * The same for those who have somebody to send away.
   *
   * @throws DocktopusError as {@link submit}; `queue.unavailable` and `queue.full` when a durable job cannot be kept.
   */
  trySubmit(request: JobRequest): Promise<SubmittedCall>;
  /** How many calls can be handed in now without waiting: so many a producer that fetches may ask for. */
  readonly free: number;
  /** Resolves when a call has given back its place. */
  whenFree(): Promise<void>;
  /** The schedule of a durable job, by a name that all processes give it; `undefined` for a job that is not durable. */
  schedule(name: string, jobId: JobId): SharedSchedule | undefined;
  /** Counts calls that the producer has given up. */
  dropped(count: number): void;
}

/** A source of calls: it runs until it has no more of them, fails, or is told to stop. */
export interface Producer {
  /** How it is called in logs and errors. */
  readonly name: string;
  /** The jobs that it calls, if it knows them: the runner does not start unless each has a handler. */
  readonly jobIds?: readonly JobId[] | undefined;
  /** Called once while the runner starts, before anything runs. What it throws keeps the runner from starting. */
  prepare?(host: PrepareHost): void | Promise<void>;
  run(host: ProducerHost): Promise<void>;
  /**
   * Called once after `run` and every accepted call have ended, if the producer was prepared: the place to acknowledge
   * what is left and to let go of connections. What it throws is logged.
   */
  close?(): void | Promise<void>;
}

/** What the runner offers to a producer before anything runs. */
export interface PrepareHost {
  readonly injector: Injector;
  readonly log: Logger;
  /** The routes of the runner's HTTP server, which starts when all producers are prepared. */
  readonly routes: HttpRoutes;
  /** The schema of the body, where the job's handler has one. */
  bodySchema(jobId: JobId): StandardSchemaV1 | undefined;
  /** Whether calls of the job are kept on disk before they are accepted. */
  isDurable(jobId: JobId): boolean;
}

/** A producer, or a stream of calls: an observable cannot be paused, an async iterable can. */
export type ProducerLike = Producer | Observable<JobRequest> | AsyncIterable<JobRequest>;

/** Options of `runner.producer()`. */
export interface ProducerOptions {
  /** What happens when the producer fails. @default 'fail' */
  readonly restart?: RestartPolicy | undefined;
}
