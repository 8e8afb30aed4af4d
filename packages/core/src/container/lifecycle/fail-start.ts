import { DocktopusError, type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { abortable } from '../../scope/index.ts';
import { type ContainerFailure, failureReason, gatherFailure } from '../failure/index.ts';
import type { Slot } from '../slot/slot.ts';
import { discard } from './create.ts';

export interface FailedStart {
  readonly keepOnFailure?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  /** Whether the caller holds the slot's mutex. */
  readonly holding: boolean;
}

/**
 * Looks at what a failed start has left, removes it if that start had made it, and says all of it in one error.
 *
 * A container that has got past a start before is kept: it may hold data.
 */
export async function failStart(
  slot: Slot,
  id: string,
  error: unknown,
  how: FailedStart,
): Promise<DocktopusError> {
  const keep = (how.keepOnFailure ?? slot.spec?.keepOnFailure ?? false) || slot.proven;
  const failure = await withinPatience(gatherFailure(slot.docker, id), error, how);
  if (keep || slot.content$.value?.origin !== 'created') return startError(slot, failure, error, 'kept');
  const clean = how.holding ? discard(slot, id) : discardLater(slot, id);
  const outcome = await withinPatience(
    clean.then((problem) => ({ problem })),
    error,
    how,
  );
  return startError(
    slot,
    failure,
    error,
    outcome?.problem === undefined ? 'removed' : 'kept',
    outcome?.problem,
  );
}

async function discardLater(slot: Slot, id: string): Promise<unknown> {
  return slot.inTurn('container.start', AbortSignal.timeout(60_000), async () =>
    slot.id === id ? discard(slot, id) : undefined,
  );
}

/**
 * Who has run out of time or has aborted does not wait long for the cleaning up, which goes on without them.
 */
async function withinPatience<T>(
  work: Promise<T>,
  error: unknown,
  { timeoutMs }: FailedStart,
): Promise<T | undefined> {
  const patienceMs =
    isDocktopusError(error, 'timeout', 'container.not-ready') && timeoutMs
      ? timeoutMs / 20
      : isDocktopusError(error, 'aborted')
        ? 2_000
        : 10_000;
  try {
    return await abortable(work, AbortSignal.timeout(patienceMs));
  } catch {
    // Either it takes too long or it failed; the failure that began all this is the one to report.
    return undefined;
  }
}

const OWN_CODES: readonly ErrorCode[] = [
  'timeout',
  'aborted',
  'engine.unreachable',
  'engine.disconnected',
  'engine.closed',
  'port.in-use',
  'disk.full',
  'network.not-found',
  'container.not-ready',
  'container.removed',
];

function startError(
  slot: Slot,
  failure: ContainerFailure | undefined,
  cause: unknown,
  container: 'removed' | 'kept',
  cleanUpProblem?: unknown,
): DocktopusError {
  const known = isDocktopusError(cause) ? cause : undefined;
  const said = known?.reason ?? String(cause);
  const keepsCode = known !== undefined && OWN_CODES.includes(known.code);
  return new DocktopusError(keepsCode ? known.code : 'container.start-failed', {
    operation: 'container.start',
    subject: slot.label,
    reason: keepsCode || failure === undefined ? said : failureReason(failure, said),
    hint: known?.hint ?? 'details.failure holds its last output',
    cause,
    details: {
      ...known?.details,
      failure,
      exitCode: failure?.exitCode,
      oomKilled: failure?.oomKilled,
      container,
      cleanUpProblem,
    },
  });
}
