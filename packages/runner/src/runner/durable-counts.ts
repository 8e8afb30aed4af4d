import { abortable, startDeadline } from '@docktopus/core/kit';
import type { JobQueue } from '../durable/index.ts';
import type { DurableCount } from '../http/index.ts';
import type { BoundRouter } from '../router/index.ts';

/** Those that somebody may have to do something about. */
const STATES = ['queued', 'delayed', 'running', 'dead'] as const;
/** Whoever reads metrics does not wait long for a store that is away. */
const WAIT_MS = 2000;

/** Reads how many durable jobs of a runner there are in each state. */
export function durableCounts(
  { jobs }: BoundRouter,
  queue: Pick<JobQueue, 'countsByJob'>,
): () => Promise<readonly DurableCount[]> {
  const ids = jobs.filter(({ options }) => options.durable === true).map(({ id }) => id);
  return async () => {
    using deadline = startDeadline({ timeoutMs: WAIT_MS }, WAIT_MS, 'runner.metrics');
    const counts = await abortable(queue.countsByJob(), deadline.signal);
    return ids.flatMap((id) =>
      STATES.map((state) => ({ job: String(id), state, count: counts.get(id)?.[state] ?? 0 })),
    );
  };
}
