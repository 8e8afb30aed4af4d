import { type JobResult, printableJobId } from '../job/index.ts';
import { type Logger, silentLogger } from '../log/index.ts';
import type { Consumer } from './consumer.ts';

/** The name of {@link logResults}, which replaces the runner's own lines about the ends of calls. */
export const LOG_RESULTS = 'logResults';

/**
 * Logs each result, in place of the runner's own lines: at `info` when the job went well, at `error` when it did not. Bodies may hold secrets and are left
 * out.
 *
 * @param logger @default the runner's
 */
export function logResults(logger?: Logger): Consumer {
  let log = logger ?? silentLogger;
  return {
    name: LOG_RESULTS,
    open: (host) => {
      log = logger ?? host.log;
    },
    consume: (result) => {
      const fields = factsOf(result);
      if (result.ok) log.info(`job ${printableJobId(result.jobId)} ended`, fields);
      else log.error(`job ${printableJobId(result.jobId)} failed`, { ...fields, err: result.error });
    },
  };
}

function factsOf({ callId, jobId, handledBy, durationMs, metadata }: JobResult): Record<string, unknown> {
  return { callId, jobId, handledBy, durationMs, metadata };
}
