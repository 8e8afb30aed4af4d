/** What has become of the calls of one job so far. */
export interface JobCounts {
  readonly job: string;
  /** Whether its calls are kept in a store, and can be listed. */
  readonly durable: boolean;
  /** Calls by state: `queued`, `running`, `done`, `dead`, … */
  readonly states: Readonly<Record<string, number>>;
}

/** The jobs of a blueprint, in numbers; the list itself is asked for page by page. */
export interface JobsView {
  readonly blueprint: string;
  /** Of durable jobs, over all of them. */
  readonly states: Readonly<Record<string, number>>;
  readonly jobs: readonly JobCounts[];
  /** Calls that ended, a second, over the last ten. */
  readonly perSecond: number;
}
