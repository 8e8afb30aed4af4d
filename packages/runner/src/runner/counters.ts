/** What has become of calls and results since the start. */
export interface RunnerCounters {
  /** Calls that were let in. */
  accepted: number;
  /** Handlers that returned a body. */
  succeeded: number;
  /** Handlers that failed, and calls that nothing matched. */
  failed: number;
  /** Handlers that returned nothing. */
  withoutResult: number;
  /** Handlers that discarded their call. */
  discarded: number;
  /** Durable calls whose attempt ended with a later try. */
  later: number;
  /** Calls that a producer gave up: its buffer was full, or an earlier one still ran. */
  droppedCalls: number;
  /** Results that a consumer's buffer had no room for, or that it had not taken when the runner stopped. */
  droppedResults: number;
  /** Results that a consumer threw on. */
  consumerFailures: number;
}

export function newCounters(): RunnerCounters {
  return {
    accepted: 0,
    succeeded: 0,
    failed: 0,
    withoutResult: 0,
    discarded: 0,
    later: 0,
    droppedCalls: 0,
    droppedResults: 0,
    consumerFailures: 0,
  };
}
