import { DocktopusError } from '@docktopus/core';
import { printableJobId } from '../job/index.ts';
import { type BoundJob, durableLimits } from '../router/index.ts';
import type { JobStore, StoreFeature } from './job-store.ts';

/** Why a job needs each feature, as the option that asks for it. */
const ASKED_BY: Readonly<Record<StoreFeature, string>> = {
  keys: 'concurrencyKey',
  'key-concurrency': 'a concurrency for each key',
  rate: 'a rate',
  'key-rate': 'a rate for each key',
  affinity: 'affinity',
};

/** @throws DocktopusError `queue.unsupported` with all options of jobs that the store cannot keep. */
export function checkFeatures(jobs: readonly BoundJob[], { name, capabilities }: JobStore): void {
  const problems = jobs.flatMap(({ id, options }) =>
    featuresOf(options)
      .filter((feature) => !capabilities.features.has(feature))
      .map((feature) => `job ${printableJobId(id)} has ${ASKED_BY[feature]}`),
  );
  if (problems.length === 0) return;
  throw new DocktopusError('queue.unsupported', {
    operation: 'runner.queue',
    subject: name,
    reason: `the store cannot do what jobs ask for: ${problems.join('; ')}`,
    hint: 'Take another store, or leave these options out',
  });
}

function featuresOf(options: BoundJob['options']): readonly StoreFeature[] {
  if (options.durable !== true) return [];
  const { concurrency, rate } = durableLimits(options);
  const needed: readonly [StoreFeature, unknown][] = [
    ['keys', options.concurrencyKey],
    ['key-concurrency', concurrency.perKey],
    ['rate', rate.perJob],
    ['key-rate', rate.perKey],
  ];
  return needed.filter(([, asked]) => asked !== undefined).map(([feature]) => feature);
}
