import type { JobDetails, JobPage, JobQuery, NewCall } from '@docktopus/dashboard';

/** Durable jobs, asked for through the blueprint that runs them or straight in their store; secrets are masked. */
export interface DurableJobs extends AsyncDisposable {
  list(query: JobQuery): Promise<JobPage>;
  /** @throws CommandFailure or DocktopusError when there is no such job. */
  get(id: string): Promise<JobDetails>;
  submit(call: NewCall): Promise<{ readonly id: string; readonly deduplicated: boolean }>;
  cancel(id: string): Promise<void>;
  redrive(id: string): Promise<void>;
  stats(): Promise<QueueStats>;
  /** @throws CommandFailure when a job that has not ended cannot end while it is looked at. */
  checkThatItCanEnd(id: string): void;
}

/** Jobs by state. */
export interface QueueStats {
  readonly states: Readonly<Record<string, number>>;
  readonly jobs: readonly {
    readonly job: string;
    /** Whether they are kept in a store. */
    readonly durable: boolean;
    readonly states: Readonly<Record<string, number>>;
  }[];
  /** Calls that end in a second; only their blueprint knows. */
  readonly perSecond?: number;
}
