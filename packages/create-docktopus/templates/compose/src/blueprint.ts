import { BlueprintRunner, interval } from '@docktopus/runner';
import { ShopContext } from './shop-context.ts';
import { ShopJobs } from './shop-jobs.ts';

export function blueprint(): BlueprintRunner {
  return BlueprintRunner.for(ShopContext)
    .jobs(ShopJobs)
    .producer(interval(10_000, 'check', undefined, { immediate: true }))
    .http({ dashboard: true });
}
