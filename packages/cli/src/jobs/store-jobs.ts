import { jobActions, jobSource } from '@docktopus/dashboard';
import { JobQueue, type JobStore, jobIdOf, newJob, submittedJob } from '@docktopus/runner/durable';
import { CommandFailure, EXIT } from '../output/index.ts';
import type { DurableJobs } from './durable-jobs.ts';

/** Any job may be one: its schema and its options are in a program that does not run here. */
const ANY_JOB = { options: () => ({ durable: true }), bodySchema: () => undefined };
const MAX_BODY_BYTES = 1024 * 1024;

/** The jobs of an open store, which is closed with them. */
export function storeJobs(store: JobStore, note: (text: string) => void, signal: AbortSignal): DurableJobs {
  const queue = new JobQueue(() => store);
  const source = jobSource(queue);
  const { cancel, redrive } = jobActions(queue);
  return {
    list: (query) => source.list(query, signal),
    get: async (id) => {
      const job = await source.get(id, signal);
      if (job === undefined)
        throw new CommandFailure(
          EXIT.failed,
          'job.unknown',
          `there is no job of this id in ${store.name}: ${id}`,
        );
      return job;
    },
    submit: async ({ job, body, ...durable }) => {
      const known = await queue.countsByJob();
      const jobId = jobIdOf(job, known.keys());
      const kept = await newJob(ANY_JOB, { jobId, body, durable }, MAX_BODY_BYTES);
      const [accepted] = await store.submit([kept]);
      if (accepted === undefined) throw new Error('a store did not answer for a job');
      note(
        'kept without its blueprint, which checks the body when it runs the job: it has no concurrency key and no deadline',
      );
      if (!known.has(jobId)) note(`the store has had no call of a job '${job}' yet: is that its name?`);
      return submittedJob(accepted, jobId);
    },
    cancel: (id) => cancel(id, signal),
    redrive: (id) => redrive(id, signal),
    stats: async () => {
      const counts = await queue.countsByJob();
      return {
        states: await queue.counts(),
        jobs: [...counts].map(([job, states]) => ({
          job: String(job),
          durable: true,
          states: { ...states },
        })),
      };
    },
    checkThatItCanEnd: (id) => {
      if (store.capabilities.reach !== 'process') return;
      throw new CommandFailure(
        EXIT.failed,
        'job.not-running',
        `job ${id} has not ended, and no blueprint can run it while this command has ${store.name} open`,
        'Start the blueprint with .http({ dashboard: true }), and watch the job through it',
      );
    },
    [Symbol.asyncDispose]: () => store.close(),
  };
}
