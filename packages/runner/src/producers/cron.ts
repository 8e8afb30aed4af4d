import { DocktopusError } from '@docktopus/core';
import {
  checkOptions,
  type OptionReaders,
  readFlag,
  readMilliseconds,
  readText,
  readWord,
} from '@docktopus/core/kit';
import { Cron } from 'croner';
import { checkedJobId, type JobId } from '../job/index.ts';
import type { Producer } from './producer.ts';
import { OVERLAPS, type Overlap } from './scheduled-calls.ts';
import { runTimetable } from './timetable.ts';

export interface CronOptions {
  /** An IANA name: `'Europe/Berlin'`. @default the machine's */
  readonly timezone?: string | undefined;
  /** @default 'skip' */
  readonly overlap?: Overlap | undefined;
  /** Each call comes up to so many milliseconds later, at random, so that not everybody comes at once. @default 0 */
  readonly jitterMs?: number | undefined;
  /**
   * Whether times that were missed because the machine slept or was too busy are made up for, at most the last 100.
   * Without it, the latest of them runs late and the others are counted as dropped. Needs an `overlap` of `'queue'`
   * or `'allow'`. Times before the start of the process are not made up for.
   * @default false
   */
  readonly catchUp?: boolean | undefined;
}

const OPTIONS: OptionReaders<CronOptions> = {
  timezone: readText,
  overlap: readWord(OVERLAPS),
  jitterMs: readMilliseconds(),
  catchUp: readFlag,
};

/**
 * Calls a job at the times of a cron expression of 5 fields, or 6 with seconds first. Metadata `scheduledFor` has the
 * time, in ISO 8601.
 *
 * When clocks go forward, a single time in the gap (`30 2 * * *`) runs right after it, while repeated ones (each
 * 10 minutes) just have no times in the gap. When they go back, a single time runs once, at its first occurrence,
 * and repeated ones go on running.
 *
 * @throws DocktopusError `runner.invalid` for an expression or a time zone that is not one, and for times that never come.
 */
export function cron(expression: string, jobId: JobId, body?: unknown, options: CronOptions = {}): Producer {
  const name = `cron "${expression}"`;
  checkOptions(options, OPTIONS, 'producer', name, 'runner.invalid');
  const { overlap = 'skip', jitterMs = 0, catchUp = false, timezone } = options;
  const schedule = parse(expression, timezone);
  if (catchUp && overlap === 'skip') throw invalidCron(name, 'catchUp needs an overlap of queue or allow');
  const id = checkedJobId(jobId);
  const timetable = {
    next: (after: number) => schedule.nextRun(new Date(after))?.getTime(),
    clock: Date.now,
    overlap,
    jitterMs,
    catchUp,
    request: (slot: number) => ({
      jobId: id,
      body,
      metadata: { scheduledFor: new Date(slot).toISOString() },
    }),
  };
  return { name, run: (host) => runTimetable(timetable, host) };
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
    throw invalidCron(`cron "${expression}"`, error instanceof Error ? error.message : String(error), error);
  }
  if (next === null) throw invalidCron(`cron "${expression}"`, 'there is no such time');
  return schedule;
}

function invalidCron(subject: string, reason: string, cause?: unknown): DocktopusError {
  return new DocktopusError('runner.invalid', {
    operation: 'producer',
    subject,
    reason,
    hint: 'Fields are minute, hour, day, month, weekday, with seconds before them if there are six',
    cause,
  });
}
