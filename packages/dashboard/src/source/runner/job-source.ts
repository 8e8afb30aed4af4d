import { DocktopusError, isDocktopusError } from '@docktopus/core';
import { printable } from '@docktopus/core/kit';
import { JOB_STATES, type JobQueue, type JobState } from '@docktopus/runner/durable';
import type { ActionSource, JobSource } from '../dashboard-source.ts';
import { jobDetails, jobSummary } from './job-views.ts';

/** The durable jobs of a queue, as they are shown: secrets masked. */
export function jobSource(queue: JobQueue): JobSource {
  return {
    list: async ({ state, job, cursor, limit }) => {
      const jobId = job === undefined ? undefined : await jobIdOf(queue, job);
      const page = await queue.list({ state: checkedState(state), jobId, cursor, limit });
      return { jobs: page.jobs.map(jobSummary), ...(page.cursor !== undefined && { next: page.cursor }) };
    },
    get: async (id) => {
      const record = await queue.get(id);
      return record && jobDetails(record, await logOf(queue, id));
    },
  };
}

/** What may be done to the durable jobs of a queue. Each throws DocktopusError `job.unknown` when there is no such job. */
export function jobActions(queue: JobQueue): NonNullable<ActionSource['job']> {
  return {
    cancel: async (id) => {
      if ((await queue.cancel(id)) === 'unknown') throw unknownJob(id);
    },
    redrive: async (id) => {
      if ((await queue.redrive(id)) === 0) throw unknownJob(id);
    },
  };
}

/** @throws DocktopusError `job.invalid` for a text that is no state. */
function checkedState(state: string | undefined): JobState | undefined {
  const known = JOB_STATES.find((each) => each === state);
  if (known !== undefined || state === undefined) return known;
  throw new DocktopusError('job.invalid', {
    operation: 'dashboard',
    subject: 'state',
    reason: `got ${printable(state)}, expected ${JOB_STATES.join(', ')}`,
  });
}

/** The id that a text of a query stands for: `7` may be the number. */
async function jobIdOf(queue: JobQueue, text: string): Promise<string | number> {
  if (!/^\d+$/.test(text)) return text;
  const ids = [...(await queue.countsByJob()).keys()];
  return ids.includes(text) ? text : (ids.find((id) => String(id) === text) ?? text);
}

async function logOf(queue: JobQueue, id: string) {
  try {
    return await queue.log(id);
  } catch (error) {
    if (isDocktopusError(error, 'job.unknown')) return [];
    throw error;
  }
}

function unknownJob(id: string): DocktopusError {
  return new DocktopusError('job.unknown', {
    operation: 'dashboard',
    subject: id,
    reason: 'no job of this id can be changed this way',
  });
}
