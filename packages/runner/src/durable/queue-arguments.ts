import {
  checkOptions,
  invalid,
  type OptionReaders,
  printable,
  readAnyText,
  readFlag,
  readInteger,
  readList,
  readNumber,
  readWord,
} from '@docktopus/core/kit';
import { checkedJobId, isStorableText, type JobId, newCallId } from '../job/index.ts';
import type { JobFilter, JobListOptions } from './job-filter.ts';
import { JOB_STATES } from './job-state.ts';
import type { StoreFilter } from './job-store.ts';

/** How many jobs a page may have. */
const MOST_LISTED = 1000;
/** The last millisecond that a date can have. */
const LAST_MS = 8.64e15;
/** An id that no job has: some stores fail with a text that none of them can have kept. */
const NOBODY = newCallId();

/**
 * The id of a job, as a store may be asked for it.
 *
 * @throws DocktopusError `job.invalid` when it is no text.
 */
export function checkedCallId(id: unknown, operation: string): string {
  if (typeof id === 'string') return isStorableText(id) ? id : NOBODY;
  const issue = { path: 'id', got: printable(id), expected: 'the id of a job, which is text' };
  throw invalid('job.invalid', operation, [issue]);
}

/** A job's id as stores have it. @throws DocktopusError `job.invalid` when no job can have it. */
export function checkedJob(jobId: JobId): string {
  return JSON.stringify(checkedJobId(jobId));
}

const readState = readWord(JOB_STATES);
const readStates = readList(readState);

const FILTER: OptionReaders<JobFilter> = {
  ids: readList(readAnyText),
  state: (value, problems) =>
    Array.isArray(value) ? readStates(value, problems) : readState(value, problems),
  jobId: (value, problems) => {
    const isOne =
      (typeof value === 'string' && value !== '') || (Number.isSafeInteger(value) && Number(value) >= 0);
    return isOne ? value : problems.refuse(value, 'text that is not empty, or a whole number of at least 0');
  },
  key: readAnyText,
  refused: readFlag,
  affinity: readAnyText,
  endedBefore: readNumber(-LAST_MS, LAST_MS),
};
const LIST: OptionReaders<JobListOptions> = {
  ...FILTER,
  limit: readInteger(1, MOST_LISTED),
  cursor: readAnyText,
};

/** How the options of `queue.log()` are checked. */
export const LOG_OPTIONS = { after: readInteger(0), limit: readInteger(1, 10_000) };
/** How those of `queue.ended()` are. */
export const ENDED_OPTIONS = { timeoutMs: readNumber(0, Number.POSITIVE_INFINITY) };

/** @throws DocktopusError `job.invalid` with everything that does not fit. */
export function checkListOptions(options: JobListOptions): void {
  checkOptions(options, LIST, 'queue.list', undefined, 'job.invalid');
}

/**
 * A filter as stores have it.
 *
 * @throws DocktopusError `job.invalid` with everything that does not fit.
 */
export function checkedFilter(jobs: JobFilter, operation: string): StoreFilter {
  checkOptions(jobs, FILTER, operation, undefined, 'job.invalid');
  return storeFilter(jobs);
}

/** The same for one that has been checked. */
export function storeFilter({ state, jobId, ...rest }: JobFilter): StoreFilter {
  return {
    ...rest,
    states: typeof state === 'string' ? [state] : state,
    job: jobId === undefined ? undefined : JSON.stringify(jobId),
  };
}
