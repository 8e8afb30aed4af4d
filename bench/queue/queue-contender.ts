/** One queue, with a worker in this process. */
export interface QueueContender {
  readonly name: string;
  /** Hands in a job; resolves when the queue says that it is kept. */
  accept(): Promise<unknown>;
  close(): Promise<void>;
}

/** How many jobs each worker runs at a time. */
export const CONCURRENCY = 64;

/** Makes a queue whose jobs do nothing but call `ran`. */
export type MakeContender = (ran: () => void) => Promise<QueueContender>;
