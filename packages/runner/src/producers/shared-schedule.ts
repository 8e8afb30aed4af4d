import type { JobRequest } from '../job/index.ts';

/** The schedule of a durable job: what has been fired is kept in the store, for all processes that share it. */
export interface SharedSchedule {
  /** @throws what would keep its calls from being kept, such as a body that is no JSON: better now than at the first time. */
  check(request: JobRequest): Promise<void>;
  /** The time that was fired last, by whichever process; `undefined` before the first. */
  last(): Promise<number | undefined>;
  /** Whether the call of that time has not ended yet. */
  busy(last: number): Promise<boolean>;
  /**
   * Keeps the call of a time, unless a process has done so, or has fired a later time.
   *
   * @returns whether it was this process.
   */
  fire(slot: number, request: JobRequest): Promise<boolean>;
  /** Does `work`, again and again while it finds that the store is away. */
  whenThere<T>(work: () => Promise<T>): Promise<T>;
}
