import { DocktopusError } from '@docktopus/core';

/** What is asked for needs a queue, and the runner has none. */
export function noQueue(operation: string): DocktopusError {
  return new DocktopusError('queue.missing', {
    operation,
    reason: 'the runner has no queue',
    hint: 'Add .queue(sqliteQueue()) from @docktopus/queue',
  });
}
