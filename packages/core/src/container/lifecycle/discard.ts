import { type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { answerTimeout, type CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { isFresh } from '../slot/slot-stage.ts';
import { boundedCleanup } from './bounded-cleanup.ts';

/** The fate of a container that a failed call has made. */
export interface Discarded {
  /**
   * `kept`: on purpose, because the caller asks for it, it may hold data, or another call uses it by now. `left`: its
   * removal failed. `unknown`: the engine has not confirmed the removal in time.
   */
  readonly container: 'removed' | 'kept' | 'left' | 'unknown';
  /** Why it could not be removed. */
  readonly cleanUpProblem: unknown;
}

/** After these the engine may have removed it, or may still do so. */
const UNANSWERED: readonly ErrorCode[] = [
  'timeout',
  'aborted',
  'engine.disconnected',
  'engine.unreachable',
  'engine.closed',
];

/**
 * Removes the container that a call which failed with `error` has made, when the slot's turn comes and unless another call
 * has started it by then. When that fails, the slot keeps it, so that the removal can be tried again.
 *
 * Takes no longer than the caller can wait; the removal then goes on in the background. Never rejects: it follows another
 * failure.
 */
export async function discard(
  slot: Slot,
  id: string,
  error: unknown,
  options: CallOptions,
): Promise<Discarded> {
  const discarded = await boundedCleanup(removeFresh(slot, id), error, options);
  return discarded ?? { container: 'unknown', cleanUpProblem: undefined };
}

async function removeFresh(slot: Slot, id: string): Promise<Discarded> {
  const remove = async (): Promise<Discarded['container']> => {
    if (slot.id !== id) return 'removed';
    if (!isFresh(slot.stage)) return 'kept';
    await slot.docker.engine.removeContainer(id, { force: true, volumes: true, timeoutMs: 10_000 });
    slot.vacate();
    return 'removed';
  };
  try {
    const container = await slot.serialized('container.remove', answerTimeout(60_000), remove);
    return { container, cleanUpProblem: undefined };
  } catch (cleanUpProblem) {
    const container = isDocktopusError(cleanUpProblem, ...UNANSWERED) ? 'unknown' : 'left';
    return { container, cleanUpProblem };
  }
}

/** What to do about a container that is, or may be, still there; nothing when it is not, or is there on purpose. */
export function leftoverHint(id: string, { container, cleanUpProblem }: Discarded): string | undefined {
  if (container === 'removed' || container === 'kept') return undefined;
  const shortId = id.slice(0, 12);
  const remedy = `remove it with container.remove({ force: true }) or docker rm --force ${shortId}`;
  if (container === 'unknown') {
    return `The engine has not confirmed that container ${shortId} was removed: if it is still there, ${remedy}`;
  }
  const why = isDocktopusError(cleanUpProblem) ? cleanUpProblem.reason : String(cleanUpProblem);
  return `Container ${shortId} could not be removed (${why}): ${remedy}`;
}
