import type { HttpAddress } from '../http/index.ts';
import type { JobId } from '../job/index.ts';
import type { JobCounters, JobOptions } from '../router/index.ts';
import type { ContextSnapshot } from './context-watch.ts';
import type { RunnerCounters } from './counters.ts';
import type { RunnerState } from './phase-machine.ts';

/** Everything there is to see of a runner at one moment. */
export interface RunnerSnapshot extends RunnerState {
  /** Undefined without an HTTP server. */
  readonly httpAddress: HttpAddress | undefined;
  readonly counters: Readonly<RunnerCounters>;
  readonly calls: CallLoad;
  /** In the order they were added; empty before the contexts are connected. */
  readonly jobs: readonly JobSnapshot[];
  /** The producers and background services that run. */
  readonly running: readonly string[];
  readonly contexts: readonly ContextSnapshot[];
}

/** How many calls are where. */
export interface CallLoad {
  /** Accepted and not ended; those that pause are among them. */
  readonly inFlight: number;
  /** Waiting for their next try, without a place. */
  readonly paused: number;
  /** Waiting for a place, not accepted. */
  readonly waiting: number;
}

/** What a runner counts of one job. */
export interface JobSnapshot {
  /** `undefined` stands for all ids without a route. */
  readonly id: JobId | undefined;
  readonly options: JobOptions;
  readonly counters: Readonly<JobCounters>;
}
