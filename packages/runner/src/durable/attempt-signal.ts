import { DocktopusError } from '@docktopus/core';
import { LONGEST_TIMER_MS, onAbort, startAnswerTimer } from '@docktopus/core/kit';
import { expiredError } from './lease-errors.ts';

export interface AttemptTimes {
  readonly subject: string;
  /** Of this attempt. */
  readonly timeoutMs: number | undefined;
  /** Of the job. */
  readonly deadlineAt: number | undefined;
}

/** The one signal of an attempt: the lease's, its time, and the job's deadline. Released when the attempt has ended. */
export function attemptSignal(
  lease: AbortSignal,
  { subject, timeoutMs, deadlineAt }: AttemptTimes,
): { readonly signal: AbortSignal } & Disposable {
  if (timeoutMs === undefined && deadlineAt === undefined) {
    return { signal: lease, [Symbol.dispose]() {} };
  }
  const controller = new AbortController();
  const release = onAbort(lease, () => controller.abort(lease.reason));
  if (lease.aborted) controller.abort(lease.reason);
  const timers = [
    after(timeoutMs, () => controller.abort(timeUp(subject, timeoutMs ?? 0))),
    after(deadlineAt === undefined ? undefined : Math.max(0, deadlineAt - Date.now()), () =>
      controller.abort(
        new DocktopusError('job.expired', {
          operation: 'job',
          subject,
          reason: expiredError('while it ran').message,
        }),
      ),
    ),
  ];
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      release();
      for (const timer of timers) timer?.[Symbol.dispose]();
    },
  };
}

function after(ms: number | undefined, act: () => void): Disposable | undefined {
  return ms === undefined || ms > LONGEST_TIMER_MS ? undefined : startAnswerTimer(ms, act);
}

function timeUp(subject: string, timeoutMs: number): DocktopusError<'timeout'> {
  return new DocktopusError('timeout', {
    operation: 'job',
    subject,
    reason: `it has not ended within ${timeoutMs} ms`,
    hint: 'Raise timeoutMs, or find out what it waits for',
    details: { timeoutMs },
  });
}
