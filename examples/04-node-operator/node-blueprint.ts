import { isActive } from '@docktopus/core';
import { BlueprintRunner, fromContainerStatus, mutex, type RunnerOptions } from '@docktopus/runner';
import { NodeContext } from './node-context.ts';
import { NodeJobs } from './node-jobs.ts';

/** A node that is configured by calls, and looked after. */
export function nodeBlueprint(options: RunnerOptions = {}): BlueprintRunner {
  return (
    BlueprintRunner.for(NodeContext)
      .jobs(NodeJobs)
      // Whatever changes the node does so alone; its status can be asked at any time.
      .layer(mutex(({ jobId }) => (jobId === 'status' ? undefined : 'node')))
      .producer(
        fromContainerStatus('node', (status) =>
          isActive(status) ? undefined : { jobId: 'alert', body: {} },
        ),
      )
      .options(options)
  );
}
