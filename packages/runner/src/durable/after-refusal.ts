import type { AttemptOutcome } from './job-store.ts';
import type { QueueSettings } from './queue-options.ts';
import type { Refusal } from './stored-job.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * What becomes of a job whose body a worker cannot read: a newer version of the program may. It waits for one, longer
 * each time, and is dead when enough workers have refused it or none has come to take it in time.
 */
export function refusalOutcome(
  earlier: readonly Refusal[],
  refusal: Refusal,
  { maxRefusals, refusalMs }: Pick<QueueSettings, 'maxRefusals' | 'refusalMs'>,
): AttemptOutcome {
  const all = [...earlier, refusal];
  const workers = new Set(all.map(({ worker }) => worker)).size;
  const waitedMs = refusal.at - (all[0] ?? refusal).at;
  if (workers >= maxRefusals || waitedMs >= refusalMs) {
    const message = `${workers} ${workers === 1 ? 'worker' : 'workers'} could not read its body: ${refusal.reason}`;
    return { kind: 'dead', error: { code: 'job.unreadable', message } };
  }
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** earlier.length);
  return { kind: 'refused', refusal, afterMs: Math.min(waitMs, Math.max(1, refusalMs - waitedMs)) };
}
