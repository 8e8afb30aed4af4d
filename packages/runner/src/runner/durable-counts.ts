import { abortable, startDeadline } from '@docktopus/core/kit';
import type { JobQueue, JobState, JobTally } from '../durable/index.ts';
import type { BoundCount, DurableCounts } from '../http/index.ts';
import type { BoundRouter } from '../router/index.ts';

/** Those that somebody may have to do something about. */
const STATES = ['queued', 'delayed', 'running', 'dead'] as const;
/** Whoever reads metrics does not wait long for a store that is away. */
const WAIT_MS = 2000;
/** A host is a label, and labels are bounded: the others are counted together. */
const MOST_HOSTS = 100;
const OTHERS = '(others)';

/** Reads how many durable jobs of a runner there are in each state, and how many wait for which host. */
export function durableCounts(
  { jobs }: BoundRouter,
  queue: Pick<JobQueue, 'tally'>,
): () => Promise<DurableCounts> {
  const ids = jobs.filter(({ options }) => options.durable === true).map(({ id }) => id);
  return async () => {
    using deadline = startDeadline({ timeoutMs: WAIT_MS }, WAIT_MS, 'runner.metrics');
    const tally = await abortable(queue.tally(), deadline.signal);
    return {
      jobs: ids.flatMap((id) => {
        const ofJob = tally.filter(({ jobId }) => jobId === id);
        return STATES.map((state) => ({ job: String(id), state, count: total(ofJob, state) }));
      }),
      bound: boundCounts(tally.filter(({ jobId }) => ids.includes(jobId))),
    };
  };
}

/** The counts of the hosts that have the most jobs waiting, the highest first. */
function boundCounts(tally: readonly JobTally[]): readonly BoundCount[] {
  const hosts = new Map<string, JobTally[]>();
  for (const each of tally) {
    if (each.affinity === undefined) continue;
    hosts.set(each.affinity, [...(hosts.get(each.affinity) ?? []), each]);
  }
  return [...hosts]
    .map(([host, rows]) => ({ host, queued: total(rows, 'queued'), delayed: total(rows, 'delayed') }))
    .filter(({ queued, delayed }) => queued + delayed > 0)
    .sort((a, b) => b.queued + b.delayed - a.queued - a.delayed)
    .flatMap(({ host, queued, delayed }, index) => {
      const label = index < MOST_HOSTS ? host : OTHERS;
      return [
        { host: label, state: 'queued', count: queued },
        { host: label, state: 'delayed', count: delayed },
      ];
    });
}

function total(tally: readonly JobTally[], state: JobState): number {
  return tally.reduce((sum, each) => (each.state === state ? sum + each.count : sum), 0);
}
