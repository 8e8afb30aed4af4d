import type { ContainerDetails, JobDetails, JobPage, JobQuery, LogEntry, StatsSample } from '../api/index.ts';
import type { BoardWriter } from '../board/index.ts';

/** What a dashboard shows: an engine by its labels, or a running blueprint. */
export interface DashboardSource {
  /** What the page is titled with. */
  readonly title: string;
  /**
   * Tells `board` of everything there is, resolves, and keeps telling until `signal` aborts. A container that it does not
   * tell of does not exist for the dashboard: no other call is made about it.
   */
  open(board: BoardWriter, signal: AbortSignal): Promise<void>;
  readonly containers: ContainerSource;
  /** Durable jobs, when there are any. */
  readonly jobs?: JobSource | undefined;
  /** What may be done, when the dashboard is given `actions: true`. */
  readonly actions?: ActionSource | undefined;
}

/** What a dashboard reads of one container. */
export interface ContainerSource {
  /** `undefined` when it is gone and nothing is remembered of it. */
  details(id: string, signal: AbortSignal): Promise<ContainerDetails | undefined>;
  /** With `follow`, goes on until the container has ended or `signal` aborts. */
  logs(id: string, query: LogQuery, signal: AbortSignal): AsyncIterable<LogEntry>;
  /** About one sample a second, until the container ends or `signal` aborts. */
  stats(id: string, signal: AbortSignal): AsyncIterable<StatsSample>;
}

/** Which lines of a log are asked for. */
export interface LogQuery {
  readonly follow: boolean;
  /** @default all */
  readonly tail?: number | undefined;
  /** A line's `time`: begins behind it. */
  readonly since?: string | undefined;
}

/** What a dashboard reads of durable jobs. */
export interface JobSource {
  list(query: JobQuery, signal: AbortSignal): Promise<JobPage>;
  get(id: string, signal: AbortSignal): Promise<JobDetails | undefined>;
}

/** A call of a durable job, as the command line submits it. */
export interface NewCall {
  readonly job: string | number;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly delayMs?: number;
  readonly priority?: number;
}

/** What may be done through a dashboard. */
export interface ActionSource {
  readonly container?: Readonly<Record<ContainerAction, (id: string, signal: AbortSignal) => Promise<void>>>;
  readonly job?: Readonly<Record<JobAction, (id: string, signal: AbortSignal) => Promise<void>>>;
  /** Keeps a call of a durable job, and answers its id. */
  readonly submit?: (call: NewCall) => Promise<{ readonly id: string; readonly deduplicated: boolean }>;
  readonly member?: Readonly<
    Record<MemberAction, (family: string, key: string, signal: AbortSignal) => Promise<void>>
  >;
}

export const CONTAINER_ACTIONS = ['start', 'stop', 'restart'] as const;
/** What may be done to a container. */
export type ContainerAction = (typeof CONTAINER_ACTIONS)[number];

export const MEMBER_ACTIONS = ['stop', 'remove'] as const;
/** What may be done to a member of a family. */
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

export const JOB_ACTIONS = ['cancel', 'redrive'] as const;
/** What may be done to a durable job. */
export type JobAction = (typeof JOB_ACTIONS)[number];
