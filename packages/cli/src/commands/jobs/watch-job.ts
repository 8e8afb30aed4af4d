import { setTimeout as pause } from 'node:timers/promises';
import type { JobDetails } from '@docktopus/dashboard';
import type { DurableJobs } from '../../jobs/index.ts';

const LOOK_EVERY_MS = 400;
const ENDED = new Set(['done', 'dead', 'cancelled']);

interface JobWatcher {
  readonly onLine: (line: JobDetails['log'][number]) => void;
  /** State or progress are another than before. */
  readonly onChange: (job: JobDetails) => void;
}

/** Looks at a job until it has ended, and tells of each line and each change once. */
export async function watchJob(
  jobs: DurableJobs,
  id: string,
  { onLine, onChange }: JobWatcher,
  signal: AbortSignal,
): Promise<JobDetails> {
  let lines = 0;
  let before = '';
  for (;;) {
    const job = await jobs.get(id);
    for (const line of job.log.slice(lines)) onLine(line);
    lines = job.log.length;
    const now = JSON.stringify([job.state, job.attempt, job.progress]);
    if (now !== before) onChange(job);
    before = now;
    if (ENDED.has(job.state)) return job;
    jobs.checkThatItCanEnd(id);
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}
