import {
  checkArguments,
  checkOptions,
  type OptionReaders,
  printable,
  readFlag,
  readMilliseconds,
  readWord,
} from '@docktopus/core/kit';
import { checkedJobId, type JobId } from '../job/index.ts';
import { checkSchedule } from './check-schedule.ts';
import { MISSED, type Missed } from './missed.ts';
import type { Producer } from './producer.ts';
import { scheduleName } from './schedule-name.ts';
import { OVERLAPS, type Overlap } from './scheduled-calls.ts';
import { runSharedTimetable } from './shared-timetable.ts';
import { runTimetable } from './timetable.ts';

/** Options of `interval()`. */
export interface IntervalOptions {
  /** @default 'skip' */
  readonly overlap?: Overlap | undefined;
  /** Each call comes up to so many milliseconds later, at random. @default 0 */
  readonly jitterMs?: number | undefined;
  /** Whether the first call comes at once, rather than after the first interval. @default false */
  readonly immediate?: boolean | undefined;
  /**
   * What happens to times that have passed unseen. With a durable job, these are also the times when no process ran.
   * @default 'once': the latest of them runs late
   */
  readonly missed?: Missed | undefined;
}

const OPTIONS: OptionReaders<IntervalOptions> = {
  overlap: readWord(OVERLAPS),
  jitterMs: readMilliseconds(),
  immediate: readFlag,
  missed: readWord(MISSED),
};

/** What a multiple of the interval may be off by after a division. */
const ROUNDING = 1e-9;

/**
 * Calls a job each `everyMs` milliseconds, counted from the start: a late call does not shift those after it. The times of
 * a durable job are counted from 1970 and `immediate` means nothing to it, so that all processes that share its store
 * call it once for each time.
 *
 * @throws DocktopusError `runner.invalid` when a number is out of range.
 */
export function interval(
  everyMs: number,
  jobId: JobId,
  body?: unknown,
  options: IntervalOptions = {},
): Producer {
  const name = `interval ${printable(everyMs)} ms`;
  checkSchedule(
    name,
    () => checkArguments({ everyMs }, { everyMs: readMilliseconds(1) }, 'producer', name, 'runner.invalid'),
    () => checkOptions(options, OPTIONS, 'producer', name, 'runner.invalid'),
  );
  const { overlap = 'skip', jitterMs = 0, immediate = false, missed = 'once' } = options;
  const id = checkedJobId(jobId);
  const request = () => ({ jobId: id, body });
  const next = (after: number) => (Math.floor(after / everyMs + ROUNDING) + 1) * everyMs;
  // Stores keep times as whole milliseconds.
  const nextWhole = (after: number) => {
    let count = Math.floor(after / everyMs);
    while (Math.round(count * everyMs) <= after) count += 1;
    return Math.round(count * everyMs);
  };
  const shared = scheduleName('interval', [`${everyMs}`], id, body);
  return {
    name,
    jobIds: [id],
    run: (host) => {
      const schedule = host.schedule(shared, id);
      if (schedule !== undefined)
        return runSharedTimetable({ next: nextWhole, overlap, jitterMs, missed, request }, schedule, host);
      const origin = performance.now() + (immediate ? 1 : 0);
      const clock = () => performance.now() - origin;
      return runTimetable({ next, clock, overlap, jitterMs, missed, request }, host);
    },
  };
}
