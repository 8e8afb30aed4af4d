import { DocktopusError } from '@docktopus/core';
import { type Ending, LONGEST_TIMER_MS, OpenEnding, startAnswerTimer } from '@docktopus/core/kit';
import { expiredError } from './lease-errors.ts';

export interface AttemptTimes {
  readonly subject: string;
  /** Of this attempt. */
  readonly timeoutMs: number | undefined;
  /** Of the job. */
  readonly deadlineAt: number | undefined;
}

/** How an attempt ends early: with its lease, its time, or the job's deadline. Released when the attempt has ended. */
export function attemptEnding(
  lease: Ending,
  { subject, timeoutMs, deadlineAt }: AttemptTimes,
): { readonly ending: Ending } & Disposable {
  if (timeoutMs === undefined && deadlineAt === undefined) {
    return { ending: lease, [Symbol.dispose]() {} };
  }
  const ending = new OpenEnding();
  const release = lease.onEnd(() => ending.end(lease.reason));
  if (lease.reason !== undefined) ending.end(lease.reason);
  const timers = [
    after(timeoutMs, () => ending.end(timeUp(subject, timeoutMs ?? 0))),
    after(deadlineAt === undefined ? undefined : Math.max(0, deadlineAt - Date.now()), () =>
      ending.end(
        new DocktopusError('job.expired', {
          operation: 'job',
          subject,
          reason: expiredError('while it ran').message,
        }),
      ),
    ),
  ];
  return {
    ending,
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
