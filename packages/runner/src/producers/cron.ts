import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  printable,
  readMilliseconds,
  readWord,
} from '@docktopus/core/kit';
import { checkedJobId, type JobId } from '../job/index.ts';
import { checkSchedule } from './check-schedule.ts';
import { MISSED, type Missed } from './missed.ts';
import type { Producer } from './producer.ts';
import { cronTimes, readCron, readTimezone } from './read-cron.ts';
import { scheduleName } from './schedule-name.ts';
import { OVERLAPS, type Overlap } from './scheduled-calls.ts';
import { runSharedTimetable } from './shared-timetable.ts';
import { runTimetable } from './timetable.ts';

/** Options of `cron()`. */
export interface CronOptions {
  /** An IANA name: `'Europe/Berlin'`. @default the machine's */
  readonly timezone?: string | undefined;
  /** @default 'skip' */
  readonly overlap?: Overlap | undefined;
  /** Each call comes up to so many milliseconds later, at random, so that not everybody comes at once. @default 0 */
  readonly jitterMs?: number | undefined;
  /**
   * What happens to times that have passed unseen. With a durable job, these are also the times when no process ran.
   * @default 'once': the latest of them runs late
   */
  readonly missed?: Missed | undefined;
}

const OPTIONS: OptionReaders<CronOptions> = {
  timezone: readTimezone,
  overlap: readWord(OVERLAPS),
  jitterMs: readMilliseconds(),
  missed: readWord(MISSED),
};

/**
 * Calls a job at the times of a cron expression of 5 fields, or 6 with seconds first. Metadata `scheduledFor` has the
 * time, in ISO 8601. A durable job is called once for each time, by one of all processes that share its store.
 *
 * When clocks go forward, a single time in the gap (`30 2 * * *`) runs right after it, while repeated ones (each
 * 10 minutes) just have no times in the gap. When they go back, a single time runs once, at its first occurrence,
 * and repeated ones go on running.
 *
 * @throws DocktopusError `runner.invalid` for an expression or a time zone that is not one, and for times that never come.
 */
export function cron(expression: string, jobId: JobId, body?: unknown, options: CronOptions = {}): Producer {
  const name = `cron ${printable(expression)}`;
  checkSchedule(
    name,
    () => checkArguments({ expression }, { expression: readCron }, 'producer', name, 'runner.invalid'),
    () => checkOptions(options, OPTIONS, 'producer', name, 'runner.invalid'),
  );
  const { overlap = 'skip', jitterMs = 0, missed = 'once', timezone } = options;
  const times = cronTimes(expression, timezone);
  const id = checkedJobId(jobId);
  const timetable = {
    next: (after: number) => times.nextRun(new Date(after))?.getTime(),
    clock: Date.now,
    overlap,
    jitterMs,
    missed,
    request: (slot: number) => ({
      jobId: id,
      body,
      metadata: { scheduledFor: new Date(slot).toISOString() },
    }),
  };
  const shared = scheduleName('cron', [expression, timezone ?? ''], id, body);
  return {
    name,
    jobIds: [id],
    run: (host) => {
      const schedule = host.schedule(shared, id);
      return schedule === undefined
        ? runTimetable(timetable, host)
        : runSharedTimetable(timetable, schedule, host);
    },
  };
}
