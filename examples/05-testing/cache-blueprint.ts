import { isActive } from '@docktopus/core';
import { BlueprintRunner, fromContainerStatus, mutex, silentLogger } from '@docktopus/runner';
import { CacheContext } from './cache-context.ts';
import { CacheJobs } from './cache-jobs.ts';

/** A cache that is used by calls, and looked after. */
export function cacheBlueprint(): BlueprintRunner {
  return BlueprintRunner.for(CacheContext)
    .jobs(CacheJobs)
    .layer(mutex(({ jobId }) => (jobId === 'alert' ? 'alert' : undefined)))
    .producer(
      fromContainerStatus('cache', (status) => (isActive(status) ? undefined : { jobId: 'alert', body: {} })),
    )
    .options({ logger: silentLogger });
}
