import type { Job } from 'bullmq';
import type { BullModule } from './bull-library.ts';
import type { BullServer } from './bull-server.ts';

/** BullMQ's name of each job; ours is the queue's. */
export const JOB_NAME = 'job';

/** How jobs are made and added with BullMQ's own classes, whatever the server. */
export function bullJobs(bullmq: BullModule): Pick<BullServer, 'job' | 'addTogether'> {
  return {
    job: (queue, data, id) => bullmq.Job.fromJSON(queue, data, id) as Job,
    async addTogether(jobs) {
      const [first] = jobs;
      if (first === undefined) return;
      // What BullMQ calls a flow is one transaction; its bulk is none in Redis.
      const entries = jobs.map(({ queue, data, options }) =>
        new bullmq.Job(queue, JOB_NAME, data, options, options.jobId).toFlowEntry(),
      );
      for (const [error, answer] of await first.queue.backend.addFlow(entries)) {
        if (error !== null) throw error;
        if (typeof answer === 'number' && answer < 0)
          throw new Error(`BullMQ has not added a job: ${answer}`);
      }
    },
  };
}
