import type { Issue } from '@docktopus/core';
import { invalid, nearest } from '@docktopus/core/kit';
import { type JobId, printableJobId } from '../job/index.ts';
import type { Producer } from '../producers/index.ts';
import type { BoundRouter } from '../router/index.ts';

/** @throws DocktopusError `runner.invalid` with every job that a producer names and nothing handles. */
export function checkJobIds(producers: readonly Producer[], router: BoundRouter): void {
  const issues = producers.flatMap(({ name, jobIds = [] }) =>
    jobIds.filter((id) => router.match(id) === undefined).map((id) => unhandled(name, id, router)),
  );
  if (issues.length > 0) throw invalid('runner.invalid', 'runner.start', issues);
}

function unhandled(producer: string, id: JobId, { jobs }: BoundRouter): Issue {
  const known = jobs.map((job) => job.id);
  const meant = nearest(String(id), known.map(String));
  const shown = known.map(printableJobId).join(', ');
  const close = known.find((job) => String(job) === meant);
  return {
    path: producer,
    got: printableJobId(id),
    expected: known.length === 0 ? 'a job: there is none' : `one of the jobs ${shown}`,
    hint:
      close === undefined
        ? 'add the job, or a fallback'
        : `did you mean ${printableJobId(close)}? Or add the job, or a fallback`,
  };
}
