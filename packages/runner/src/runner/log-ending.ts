import { describeError, isDocktopusError } from '@docktopus/core';
import { type AcceptedCall, printableJobId } from '../job/index.ts';
import type { Logger } from '../log/index.ts';
import type { Ending } from '../router/index.ts';

/** Beyond this, a message is cut: it may hold the output of a program. Its error has all of it. */
const MOST_SHOWN = 8192;

/** One line for the end of a call: at `error` with its cause when it failed, else at `info`. Bodies are left out. */
export function logEnding(log: Logger, { outcome, result }: Ending, call: AcceptedCall): void {
  const job = printableJobId(call.jobId);
  const durationMs = Math.round((performance.now() - call.acceptedAt) * 10) / 10;
  const facts = { jobId: call.jobId, callId: call.id, attempt: call.attempt, durationMs };
  if (result !== undefined && !result.ok) {
    const { error } = result;
    const hint = isDocktopusError(error) ? error.hint : undefined;
    const [reason = ''] = describeError(error).split('\n', 1);
    const message = `job ${job} failed: ${reason.length > MOST_SHOWN ? `${reason.slice(0, MOST_SHOWN)} …` : reason}`;
    try {
      log.error(message, { ...facts, ...(hint && { hint }), err: error });
    } catch {
      // Properties of an error may be anything. A call must end, whatever its logger can write.
      log.error(message, facts);
    }
  } else if (outcome === 'later') log.info(`job ${job} asked for a later try`, facts);
  else if (outcome === 'discarded') log.info(`job ${job} was discarded by its handler`, facts);
  else log.info(`job ${job} ended`, facts);
}
