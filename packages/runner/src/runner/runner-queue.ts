import { DocktopusError } from '@docktopus/core';
import { callPath } from '../calls/index.ts';
import { queueSettings, RunnerQueue } from '../durable/index.ts';
import { printableJobId } from '../job/index.ts';
import type { BoundRouter } from '../router/index.ts';
import type { DurableConsumers } from './durable-consumers.ts';
import type { ResultOutlets } from './result-outlets.ts';
import type { RunnerHost } from './runner-host.ts';
import type { RunnerPlan } from './runner-plan.ts';

/**
 * The queue that a runner was told of, not open yet.
 *
 * @throws DocktopusError `queue.missing` when there is none and a job is durable, `queue.invalid`, `queue.unsupported`
 */
export function runnerQueue(
  { queue, http }: RunnerPlan,
  router: BoundRouter,
  host: RunnerHost,
  outlets: ResultOutlets,
  durable: DurableConsumers,
): RunnerQueue | undefined {
  if (queue === undefined) {
    checkNoneDurable(router);
    return undefined;
  }
  return new RunnerQueue({
    store: queue.store,
    settings: queueSettings(queue.options),
    router,
    log: host.log,
    contexts: host.contexts,
    life: host.storeOf(queue),
    publish: (result, kept) => outlets.publish(result, kept),
    deliveriesOf: (result) => durable.deliveriesOf(result),
    location: http?.calls === undefined ? undefined : callPath,
  });
}

function checkNoneDurable({ jobs }: BoundRouter): void {
  const durable = jobs.filter(({ options }) => options.durable === true).map(({ id }) => printableJobId(id));
  if (durable.length === 0) return;
  throw new DocktopusError('queue.missing', {
    operation: 'runner.start',
    reason: `${durable.length === 1 ? 'a durable job has' : 'durable jobs have'} nowhere to be kept: ${durable.join(', ')}`,
    hint: 'Add .queue(sqliteQueue()) from @docktopus/queue, or leave out durable: true',
  });
}
