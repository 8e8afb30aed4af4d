import type { JobState } from '../job-state.ts';
import type { AttemptOutcome, AttemptReport } from '../job-store.ts';
import type { JobLogLine, JobProgress, NewJob, Refusal, StoredError, StoredJob } from '../stored-job.ts';
import { LOG_IS_FULL } from '../stored-job.ts';
import type { InLine } from './fair-line.ts';

/** A job in memory: what `StoredJob` shows, and changes. */
export class MemoryJob implements InLine {
  readonly given: NewJob;
  readonly createdAt = Date.now();
  readonly steps = new Map<string, string>();
  readonly lines: JobLogLine[] = [];
  seq: number;
  state: JobState = 'queued';
  failures = 0;
  attempt = 0;
  stalls = 0;
  refusals: Refusal[] = [];
  progress: JobProgress | undefined;
  result: string | undefined;
  error: StoredError | undefined;
  dueAt: number | undefined;
  startedAt: number | undefined;
  endedAt: number | undefined;
  worker: string | undefined;
  cancelling: StoredError | undefined;
  /** Changes with each lease; what carries another one comes too late. */
  token: string | undefined;
  #lineCount = 0;
  #logBytes = 0;

  constructor(given: NewJob, seq: number) {
    this.given = given;
    this.seq = seq;
  }

  get key(): string | undefined {
    return this.given.key;
  }

  get priority(): number {
    return this.given.priority;
  }

  /** Adds lines until the log is as long as it may be. */
  report({ progress, lines = [] }: AttemptReport, maxLogBytes: number): void {
    if (progress !== undefined) this.progress = progress;
    for (const { at, text } of lines) {
      const full = this.#logBytes > maxLogBytes;
      this.#logBytes += Buffer.byteLength(text);
      if (full) continue;
      this.#lineCount += 1;
      const fits = this.#logBytes <= maxLogBytes;
      this.lines.push({ line: this.#lineCount, at, text: fits ? text : LOG_IS_FULL });
    }
  }

  /** What the end of an attempt changes; where the job goes to is the store's to say. */
  apply(outcome: AttemptOutcome): void {
    if ('error' in outcome) this.error = outcome.error;
    if (outcome.kind === 'done') {
      this.result = outcome.result;
      this.error = undefined;
    } else if (outcome.kind === 'failed') this.failures += 1;
    else if (outcome.kind === 'refused') this.refusals = [...this.refusals, outcome.refusal];
  }

  /** Begins again as it was accepted. What a dead job remembers stays, so that it goes on where it failed. */
  redrive(): void {
    if (this.state === 'done') {
      this.steps.clear();
      this.progress = undefined;
    }
    Object.assign(this, { failures: 0, stalls: 0, refusals: [], result: undefined, error: undefined });
    Object.assign(this, { endedAt: undefined, cancelling: undefined });
  }

  stored(): StoredJob {
    // One by one: after the properties of another object, Node 20 makes a hidden class for each one, here of 8 KB in all.
    const { id, job, payload, metadata, key, priority, deadlineAt, idempotency, affinity } = this.given;
    return {
      id,
      job,
      payload,
      metadata,
      key,
      priority,
      deadlineAt,
      affinity,
      state: this.state,
      idempotencyKey: idempotency?.key,
      failures: this.failures,
      attempt: this.attempt,
      stalls: this.stalls,
      refusals: this.refusals,
      progress: this.progress,
      steps: [...this.steps.keys()],
      result: this.result,
      error: this.error,
      createdAt: this.createdAt,
      dueAt: this.state === 'delayed' ? this.dueAt : undefined,
      startedAt: this.startedAt,
      endedAt: this.endedAt,
      worker: this.worker,
      cancelling: this.cancelling !== undefined,
    };
  }
}
