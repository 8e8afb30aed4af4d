import {
  amended,
  type ContainerFailure,
  DocktopusError,
  type ErrorCode,
  isDocktopusError,
} from '../../errors/index.ts';
import { failureReason, gatherFailure } from '../failure/index.ts';
import type { Slot } from '../slot/slot.ts';
import { isFresh } from '../slot/slot-stage.ts';
import { boundedCleanup } from './bounded-cleanup.ts';
import { type Discarded, discard, leftoverHint } from './discard.ts';
import type { StartOptions } from './start-options.ts';

/**
 * Examines the container that a failed start leaves, removes it if this slot made it, and puts all of it into one error.
 *
 * A container that has got past an earlier start is kept: it may hold data.
 */
export async function failStart(
  slot: Slot,
  id: string,
  error: unknown,
  options: StartOptions,
): Promise<DocktopusError> {
  const failure = await boundedCleanup(
    gatherFailure(slot.docker, id, slot.body && slot.body.Tty === true),
    error,
    options,
  );
  return startError(slot, error, failure, id, await clearAway(slot, id, error, options));
}

async function clearAway(slot: Slot, id: string, error: unknown, options: StartOptions): Promise<Discarded> {
  const keep = options.keepOnFailure ?? slot.spec?.keepOnFailure ?? false;
  if (slot.id !== id) return { container: 'removed', cleanUpProblem: undefined };
  if (keep || !isFresh(slot.stage)) return { container: 'kept', cleanUpProblem: undefined };
  return await discard(slot, id, error, options);
}

/** Codes that say less than `container.start-failed`: the state of the container says more. */
const VAGUE: readonly ErrorCode[] = [
  'engine.failed',
  'engine.conflict',
  'container.exited',
  'container.start-failed',
  'container.not-found',
  'container.not-running',
];

function startError(
  slot: Slot,
  cause: unknown,
  failure: ContainerFailure | undefined,
  id: string,
  discarded: Discarded,
): DocktopusError {
  const known = isDocktopusError(cause) ? cause : undefined;
  const said = known?.reason ?? String(cause);
  const vague = known === undefined || VAGUE.includes(known.code);
  const { exitCode, oomKilled } = failure ?? {};
  const failed = new DocktopusError(vague ? 'container.start-failed' : known.code, {
    operation: 'container.start',
    subject: slot.subject,
    reason: vague && failure !== undefined ? failureReason(failure, said) : said,
    lastLines: failure?.lastLines.map(({ line }) => line),
    hint: known?.hint,
    cause,
    details: { ...known?.details, failure, exitCode, oomKilled, ...discarded },
  });
  const hint = leftoverHint(id, discarded);
  return hint === undefined ? failed : amended(failed, { hint });
}
