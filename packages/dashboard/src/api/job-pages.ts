/** One call of a durable job, as a list shows it. */
export interface JobSummary {
  readonly id: string;
  readonly job: string;
  readonly state: string;
  readonly attempt: number;
  /** ISO 8601, as all times here. */
  readonly queuedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** The concurrency key: a tenant, say. */
  readonly key?: string;
  readonly progress?: { readonly ratio: number; readonly text: string };
  /** Why it failed last. */
  readonly error?: string;
}

/** One attempt of a durable job. */
export interface JobAttempt {
  readonly attempt: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly outcome?: string;
  readonly error?: string;
}

/** A remembered step of a durable job. */
export interface JobStep {
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly at?: string;
}

/** Everything about one call; secrets are masked. */
export interface JobDetails extends JobSummary {
  readonly attempts: readonly JobAttempt[];
  readonly steps: readonly JobStep[];
  readonly log: readonly { readonly at: string; readonly line: string }[];
  readonly payload: unknown;
  readonly result?: unknown;
}

/** Which jobs are listed. */
export interface JobQuery {
  readonly state?: string;
  readonly job?: string;
  /** Where the page before ended. */
  readonly cursor?: string;
  /** At most 200. */
  readonly limit: number;
}

/** One page of jobs, and where the next one begins. */
export interface JobPage {
  readonly jobs: readonly JobSummary[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}
