import { isDocktopusError } from '@docktopus/core';
import { type Ending as EarlyEnding, settledWithin } from '@docktopus/core/kit';
import { type JobId, type JobMetadata, type JobResult, printableJobId, RUN_MEMORY } from '../job/index.ts';
import type { ProducerHost, SubmittedCall } from '../producers/index.ts';
import { type BoundRouter, type DurableLimits, type Ending, validateBody } from '../router/index.ts';
import { afterAttempt } from './after-attempt.ts';
import { refusalOutcome } from './after-refusal.ts';
import { attemptEnding } from './attempt-ending.ts';
import type { AttemptFate } from './job-containers.ts';
import type { AttemptOutcome, Lease } from './job-store.ts';
import { jsonText, parsedText } from './json-text.ts';
import { LeasedMemory } from './leased-memory.ts';
import type { QueueSettings } from './queue-options.ts';
import { restoredError, storedError } from './stored-error.ts';
import type { NewJob } from './stored-job.ts';

export interface AttemptHost {
  readonly host: ProducerHost;
  readonly router: BoundRouter;
  readonly settings: QueueSettings;
  readonly worker: string;
  /** A call has its place in the runner, or will not get one. Called once for each attempt. */
  onArrived(): void;
  /** Hears of the job's final result, once it has been kept. */
  publish(result: JobResult, kept: boolean): void;
  /** The jobs that deliver a result. */
  follow(result: JobResult): Promise<readonly NewJob[]>;
}

/** One attempt at a durable job, from its lease to what is kept of its end. */
export class LeasedAttempt {
  readonly #lease: Lease;
  readonly #limits: DurableLimits;
  readonly #with: AttemptHost;
  readonly #memory: LeasedMemory;
  readonly #jobId: JobId;
  readonly #startedAt = performance.now();

  constructor(lease: Lease, limits: DurableLimits, parts: AttemptHost) {
    this.#lease = lease;
    this.#limits = limits;
    this.#with = parts;
    this.#jobId = JSON.parse(lease.job.job) as JobId;
    this.#memory = new LeasedMemory(lease, parts.settings.limits, parts.host.log);
  }

  /** Never rejects. */
  async run(): Promise<AttemptFate> {
    const { log } = this.#with.host;
    const { payload } = this.#lease.job;
    try {
      const schema = this.#with.router.bodySchema(this.#jobId);
      let body: unknown;
      try {
        body = parsedText(payload);
        // A schema may change its input, so it gets a copy.
        if (schema !== undefined) await validateBody(schema, parsedText(payload), this.#jobId);
      } catch (error) {
        return await this.#refuse(error);
      }
      return await this.#runHandler(body);
    } catch (error) {
      // The store could not be told: the lease runs out, and the job is run again.
      log.error('the end of a durable job could not be kept: it will run again', {
        ...this.#facts(),
        err: error,
      });
      return 'unknown';
    }
  }

  /** Gives back a payload that this version of the program cannot read. */
  #refuse(error: unknown): Promise<AttemptFate> {
    const { worker, settings, host, onArrived } = this.#with;
    onArrived();
    const refusal = { worker, at: Date.now(), reason: storedError(error).message };
    host.log.warn('a durable job was given back: this version of the program cannot read its body', {
      ...this.#facts(),
      err: error,
    });
    return this.#settle(refusalOutcome(this.#lease.job.refusals, refusal, settings), undefined);
  }

  async #runHandler(body: unknown): Promise<AttemptFate> {
    const { onArrived } = this.#with;
    const attempt = attemptEnding(this.#lease, {
      subject: printableJobId(this.#jobId),
      timeoutMs: this.#limits.timeoutMs,
      deadlineAt: this.#lease.job.deadlineAt,
    });
    // Not `using`, which makes several objects for each call.
    try {
      let call: SubmittedCall;
      try {
        call = await this.#submit(body, attempt.ending);
      } catch {
        // The runner stops, or the lease has ended before there was a place.
        onArrived();
        const lost = isDocktopusError(attempt.ending.reason, 'lease.lost');
        return lost ? 'lost' : await this.#settle({ kind: 'released', afterMs: 0 }, undefined);
      }
      onArrived();
      return await this.#end(call, attempt.ending);
    } finally {
      attempt[Symbol.dispose]();
    }
  }

  #submit(body: unknown, ending: EarlyEnding): Promise<SubmittedCall> {
    const { job } = this.#lease;
    return this.#with.host.submit({
      id: job.id,
      jobId: this.#jobId,
      body,
      metadata: JSON.parse(job.metadata) as JobMetadata,
      attempt: job.failures + 1,
      signal: ending,
      submitterDecides: true,
      extensions: new Map([[RUN_MEMORY, this.#memory]]),
    });
  }

  async #end(call: SubmittedCall, early: EarlyEnding): Promise<AttemptFate> {
    const { settings } = this.#with;
    const { job } = this.#lease;
    const first = await endOrAbort(call);
    const ending = first === 'aborted' ? await endOrFence(call, settings.graceMs) : first;
    if (ending === 'fenced') {
      this.#with.host.log.warn('a handler ignores its signal: the attempt has ended without it', {
        ...this.#facts(),
        err: call.abortReason,
      });
    }
    const flushing = this.#memory.flush();
    if (flushing !== undefined) await flushing;
    const outcome = afterAttempt(
      {
        ending,
        attempt: job.failures + 1,
        reason: call.abortReason ?? early.reason,
        deadlineAt: job.deadlineAt,
        now: Date.now(),
      },
      this.#limits,
      (body) =>
        jsonText(body, {
          what: 'the result',
          path: 'result',
          maxBytes: settings.limits.resultBytes,
          subject: job.id,
        }),
      settings.leaseMs,
    );
    if (outcome !== 'lost') return await this.#settle(outcome, ending === 'fenced' ? undefined : ending);
    this.#tellLost();
    return 'lost';
  }

  async #settle(outcome: AttemptOutcome, ending: Ending | undefined): Promise<AttemptFate> {
    const result = this.#result(outcome, ending);
    const kept = outcome.kind === 'done' || outcome.kind === 'dead';
    let follow: readonly NewJob[] = [];
    try {
      if (kept && result !== undefined) follow = await this.#with.follow(result);
    } catch (error) {
      // A result that cannot be delivered is refused as one that cannot be kept, and consumers hear of that.
      if (outcome.kind === 'done')
        return this.#settle({ kind: 'dead', error: storedError(error) }, undefined);
      this.#with.host.log.error('the delivery of a result could not be kept', {
        ...this.#facts(),
        err: error,
      });
    }
    if (!(await this.#lease.settle(kept && follow.length > 0 ? { ...outcome, follow } : outcome))) {
      this.#tellLost();
      return 'lost';
    }
    this.#tell(outcome);
    if (result !== undefined) this.#with.publish(result, kept);
    return outcome.kind;
  }

  #tell(outcome: AttemptOutcome): void {
    const { log } = this.#with.host;
    if (outcome.kind === 'failed') {
      log.warn('a durable job failed and is tried again', {
        ...this.#facts(),
        inMs: Math.round(outcome.afterMs),
        reason: outcome.error.message,
      });
    }
  }

  #tellLost(): void {
    this.#with.host.log.warn(
      'a durable job lost its lease: what this attempt did is not kept',
      this.#facts(),
    );
  }

  /** What consumers hear: of the end of the job, and not of each attempt. */
  #result(outcome: AttemptOutcome, ending: Ending | undefined): JobResult | undefined {
    const { job } = this.#lease;
    const durationMs = performance.now() - this.#startedAt;
    if (outcome.kind === 'done') {
      if (ending?.result?.ok !== true) return undefined;
      const { callId, jobId, metadata, handledBy, body } = ending.result;
      return { ok: true, callId, jobId, metadata, handledBy, durationMs, body };
    }
    if (outcome.kind !== 'dead' && outcome.kind !== 'cancelled') return undefined;
    return {
      ok: false,
      callId: job.id,
      jobId: this.#jobId,
      metadata: JSON.parse(job.metadata) as JobMetadata,
      handledBy: 'route',
      durationMs,
      error: ending?.result?.ok === false ? ending.result.error : restoredError(outcome.error),
    };
  }

  #facts(): Record<string, unknown> {
    const { job } = this.#lease;
    return { callId: job.id, jobId: this.#jobId, attempt: job.failures + 1 };
  }
}

/** How the handler ended after its signal had aborted, or `'fenced'` when it goes on for too long. */
async function endOrFence(call: SubmittedCall, graceMs: number): Promise<Ending | 'fenced'> {
  return (await settledWithin(call.ended, graceMs)) ? await call.ended : 'fenced';
}

/** One promise for both: a race makes several, for every call. */
function endOrAbort(call: SubmittedCall): Promise<Ending | 'aborted'> {
  return new Promise((resolve, reject) => {
    const release = call.onAbort(() => resolve('aborted'));
    if (call.abortReason !== undefined) resolve('aborted');
    call.ended.then((ending) => {
      release();
      resolve(ending);
    }, reject);
  });
}
