import { DocktopusError } from '@docktopus/core';
import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  readMilliseconds,
  readText,
  readWord,
} from '@docktopus/core/kit';
import { Cron } from 'croner';
import { checkedJobId, type JobId } from '../job/index.ts';
import { MISSED, type Missed } from './missed.ts';
import type { Producer } from './producer.ts';
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
  timezone: readText,
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
  checkArguments({ expression }, { expression: readText }, 'producer', 'cron', 'runner.invalid');
  const name = `cron "${expression}"`;
  checkOptions(options, OPTIONS, 'producer', name, 'runner.invalid');
  const { overlap = 'skip', jitterMs = 0, missed = 'once', timezone } = options;
  const schedule = parse(expression, timezone);
  const id = checkedJobId(jobId);
  const timetable = {
    next: (after: number) => schedule.nextRun(new Date(after))?.getTime(),
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

function parse(expression: string, timezone: string | undefined): Cron {
  const options = {
    mode: '5-or-6-parts',
    paused: true,
    ...(timezone === undefined ? {} : { timezone }),
  } as const;
  let schedule: Cron;
  let next: Date | null;
  try {
    schedule = new Cron(expression, options);
    next = schedule.nextRun();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw invalidCron(`cron "${expression}"`, said.replace(/^CronPattern: |\.$/g, ''));
  }
  if (next === null) throw invalidCron(`cron "${expression}"`, 'there is no such time');
  return schedule;
}

function invalidCron(subject: string, reason: string): DocktopusError {
  return new DocktopusError('runner.invalid', {
    operation: 'producer',
    subject,
    reason,
    hint: 'Fields are minute, hour, day, month, weekday, with seconds before them if there are six',
  });
}
