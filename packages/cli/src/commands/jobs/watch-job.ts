import { setTimeout as pause } from 'node:timers/promises';
import type { JobDetails } from '@docktopus/dashboard';
import type { BlueprintClient } from '../../blueprint/index.ts';
import { getJob } from './job-path.ts';

const LOOK_EVERY_MS = 400;
const ENDED = new Set(['done', 'dead', 'cancelled']);

interface JobWatcher {
  readonly onLine: (line: JobDetails['log'][number]) => void;
  /** State or progress are another than before. */
  readonly onChange: (job: JobDetails) => void;
}

/** Looks at a job until it has ended, and tells of each line and each change once. */
export async function watchJob(
  client: BlueprintClient,
  id: string,
  { onLine, onChange }: JobWatcher,
  signal: AbortSignal,
): Promise<JobDetails> {
  let lines = 0;
  let before = '';
  for (;;) {
    const job = await getJob(client, id);
    for (const line of job.log.slice(lines)) onLine(line);
    lines = job.log.length;
    const now = JSON.stringify([job.state, job.attempt, job.progress]);
    if (now !== before) onChange(job);
    before = now;
    if (ENDED.has(job.state)) return job;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}
