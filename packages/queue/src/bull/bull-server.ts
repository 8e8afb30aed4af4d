import { DocktopusError } from '@docktopus/core';
import type { Logger } from '@docktopus/runner';
import type { Job, JobJson, JobsOptions, Queue, QueueEvents, Worker, WorkerOptions } from 'bullmq';

/** A queue of BullMQ, whatever it is kept in. */
export type BullQueueHandle = Queue;
export type BullWorkerHandle = Worker;
export type BullEventsHandle = QueueEvents;

/** A job that is to be added. */
export interface BullAddition {
  readonly queue: BullQueueHandle;
  readonly data: unknown;
  readonly options: JobsOptions & { readonly jobId: string };
}

/** The server that BullMQ keeps its jobs in, and what is needed of it besides. */
export interface BullServer {
  readonly name: string;
  /** What an accepted job survives there. */
  readonly survives: 'power-loss' | 'kill' | 'nothing';
  /** @param patient whether calls wait for a server that is away, rather than fail in time. @default false */
  queue(name: string, patient?: boolean): BullQueueHandle;
  worker(name: string, options: Omit<WorkerOptions, 'connection' | 'prefix'>): BullWorkerHandle;
  events(name: string): BullEventsHandle;
  /** A job as BullMQ has answered it. */
  job(queue: BullQueueHandle, data: JobJson, id: string): Job;
  /** Adds jobs to one or several queues: all of them or none. */
  addTogether(jobs: readonly BullAddition[]): Promise<void>;
  readonly gate: KeyGate;
  close(): Promise<void>;
}

/** How fair the turns of keys are, how many of a key run, and why jobs failed: what BullMQ alone does not know. */
export interface KeyGate {
  /** The turns of jobs that come: the lowest is next. One for each key, in order. */
  turns(queue: string, keys: readonly string[]): Promise<readonly number[]>;
  /** A job of this turn has been served: keys that come back begin here. */
  served(queue: string, turn: number): Promise<void>;
  /**
   * Lets a job of a key run if fewer than `limit` do. One that may not is remembered until there is room.
   *
   * @param leaseMs how long it counts if nobody renews it, by the server's clock.
   */
  enter(queue: string, key: string, job: string, limit: number, leaseMs: number): Promise<boolean>;
  /** The job has ended. @returns the next one that waits for room, if any. */
  leave(queue: string, key: string, job: string): Promise<string | undefined>;
  /** How many of BullMQ's failed jobs have a reason that begins so. */
  failedWith(queue: string, reason: string): Promise<number>;
}

/** @throws DocktopusError `queue.unsupported`, `queue.volatile` with everything that the server must be told. */
export function judgeServer(
  server: string,
  problems: readonly string[],
  warnings: readonly string[],
  { allowVolatile, log }: { readonly allowVolatile: boolean; readonly log: Logger },
): void {
  if (problems.length > 0 && !allowVolatile) {
    throw new DocktopusError('queue.volatile', {
      operation: 'bullQueue',
      subject: server,
      reason: `the server may lose what it has accepted: ${problems.join('; ')}`,
      hint: 'Change its configuration, or accept the loss with allowVolatile: true',
    });
  }
  for (const warning of [...problems, ...warnings]) log.warn(`the queue's server: ${warning}`, { server });
}
