import {
  type JobLogLine,
  type JobProgress,
  type JobState,
  type NewJob,
  type Refusal,
  type StoredError,
  type StoredJob,
  stalledError,
} from '@docktopus/runner/durable';
import type { Job } from 'bullmq';

/** What BullMQ keeps as a job's data. It changes once: when the job is cancelled. */
export interface BullData {
  readonly payload: string;
  readonly metadata: string;
  readonly key?: string | undefined;
  readonly priority?: number | undefined;
  readonly deadlineAt?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly affinity?: string | undefined;
  /** Of a key's turn: what its priority is made of. */
  readonly turn?: number | undefined;
  /** Tells who was first when two submit the same id. */
  readonly nonce?: string | undefined;
  readonly cancelled?: { readonly error: StoredError; readonly at: number } | undefined;
}

/** What is written besides, row by row: nothing is overwritten, so nothing needs to be read before. */
export type BullRow =
  | { readonly kind: 'line'; readonly at: number; readonly text: string }
  | { readonly kind: 'step'; readonly name: string; readonly value: string }
  | { readonly kind: 'refusal'; readonly refusal: Refusal };

export interface BullRows {
  readonly lines: readonly JobLogLine[];
  readonly lineBytes: number;
  readonly steps: ReadonlyMap<string, string>;
  readonly refusals: readonly Refusal[];
}

const NO_STEPS: readonly string[] = [];
export const NO_ROWS: BullRows = { lines: [], lineBytes: 0, steps: new Map(), refusals: [] };

export function rowText(row: BullRow): string {
  if (row.kind === 'line') return `l${row.at} ${row.text}`;
  return row.kind === 'step'
    ? `s${JSON.stringify([row.name, row.value])}`
    : `r${JSON.stringify(row.refusal)}`;
}

export function readRows(rows: readonly string[]): BullRows {
  const lines: JobLogLine[] = [];
  const steps = new Map<string, string>();
  const refusals: Refusal[] = [];
  let lineBytes = 0;
  for (const row of rows) {
    const rest = row.slice(1);
    if (row.startsWith('l')) {
      const space = rest.indexOf(' ');
      const text = rest.slice(space + 1);
      lines.push({ line: lines.length + 1, at: Number(rest.slice(0, space)), text });
      lineBytes += Buffer.byteLength(text);
    } else if (row.startsWith('s')) {
      const [name, value] = JSON.parse(rest) as [string, string];
      steps.set(name, value);
    } else if (row.startsWith('r')) refusals.push(JSON.parse(rest) as Refusal);
  }
  return { lines, lineBytes, steps, refusals };
}

export function bullData(given: NewJob, turn: number | undefined, nonce: string | undefined): BullData {
  const { payload, metadata, key, priority, deadlineAt, idempotency, affinity } = given;
  return {
    payload,
    metadata,
    key,
    priority: priority === 0 ? undefined : priority,
    deadlineAt,
    idempotencyKey: idempotency?.key,
    fingerprint: idempotency?.fingerprint,
    affinity,
    turn,
    nonce,
  };
}

/** BullMQ's states. */
export type BullState =
  | 'waiting'
  | 'prioritized'
  | 'delayed'
  | 'active'
  | 'completed'
  | 'failed'
  | 'waiting-children'
  | 'unknown';

/** A job of BullMQ as a store shows it. @param worker which has it, if BullMQ has not told the job yet. */
export function storedBullJob(
  name: string,
  job: Job,
  bullState: BullState,
  rows: BullRows,
  worker: string | undefined = job.processedBy,
): StoredJob {
  const data = job.data as BullData;
  const { cancelled } = data;
  const failure = failureOf(job);
  const state = stateOf(bullState, failure, cancelled !== undefined);
  const error =
    state === 'cancelled'
      ? (cancelled?.error ?? failure?.error)
      : state === 'done'
        ? undefined
        : failure?.error;
  return {
    id: job.id ?? '',
    job: name,
    payload: data.payload,
    metadata: data.metadata,
    key: data.key,
    priority: data.priority ?? 0,
    deadlineAt: data.deadlineAt,
    affinity: data.affinity,
    state,
    idempotencyKey: data.idempotencyKey,
    failures: job.attemptsMade - (bullState === 'completed' || bullState === 'failed' ? 1 : 0),
    attempt: attemptOf(job, bullState),
    stalls: job.stalledCounter,
    refusals: rows.refusals,
    progress: progressOf(job.progress),
    steps: rows.steps.size === 0 ? NO_STEPS : [...rows.steps.keys()],
    result: state === 'done' ? ((job.returnvalue as string | null) ?? undefined) : undefined,
    error,
    createdAt: job.timestamp,
    dueAt: state === 'delayed' ? (failure?.due ?? job.timestamp + (job.delay ?? 0)) : undefined,
    startedAt: job.processedOn,
    endedAt: job.finishedOn ?? (state === 'cancelled' ? cancelled?.at : undefined),
    worker,
    cancelling: state === 'running' && cancelled !== undefined,
  };
}

/** What is written as the reason of a failure. */
export function failureText(error: StoredError, as: 'dead' | 'cancelled' | 'failed'): string {
  return JSON.stringify({ as, error });
}

interface Failure {
  readonly as: string;
  readonly error: StoredError | undefined;
  /** Of a job that waits. */
  readonly due: number | undefined;
}

function failureOf({ failedReason, stalledCounter }: Job): Failure | undefined {
  if (typeof failedReason !== 'string' || failedReason === '') return undefined;
  try {
    const { as, error, due } = JSON.parse(failedReason) as Partial<Failure>;
    if (as !== undefined) return { as, error, due };
  } catch {
    // What BullMQ has written itself.
  }
  const stalled = failedReason.includes('stalled more than allowable limit');
  const error = stalled ? stalledError(stalledCounter) : { code: 'job.failed', message: failedReason };
  return { as: 'dead', error, due: undefined };
}

function stateOf(state: BullState, failure: ReturnType<typeof failureOf>, cancelled: boolean): JobState {
  switch (state) {
    case 'completed':
      return 'done';
    case 'failed':
      return failure?.as === 'cancelled' ? 'cancelled' : 'dead';
    case 'active':
      return 'running';
    default:
      // A worker will say so to BullMQ when the job's turn comes; nobody runs it any more.
      if (cancelled) return 'cancelled';
      return state === 'delayed' ? 'delayed' : 'queued';
  }
}

function attemptOf(job: Job, state: BullState): number {
  if (job.processedOn === undefined) return 0;
  if (state === 'active') return job.attemptsMade + 1;
  return Math.max(1, job.attemptsMade);
}

function progressOf(progress: unknown): JobProgress | undefined {
  return typeof progress === 'object' && progress !== null ? (progress as JobProgress) : undefined;
}
