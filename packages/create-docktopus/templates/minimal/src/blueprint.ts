import { BlueprintRunner, interval } from '@docktopus/runner';
import { HelloContext } from './hello-context.ts';
import { HelloJobs } from './hello-jobs.ts';

export function blueprint(): BlueprintRunner {
  return BlueprintRunner.for(HelloContext)
    .jobs(HelloJobs)
    .producer(interval(10_000, 'hello', { name: 'world' }, { immediate: true }))
    .http({ dashboard: true });
}
