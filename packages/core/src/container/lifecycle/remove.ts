import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions, type OptionReaders, readFlag } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { inspectedStatus } from '../../status/index.ts';
import type { Slot } from '../slot/slot.ts';
import { findContainer } from './find-container.ts';
import { findLostCreation, outcomeIsUnknown } from './lost-creation.ts';

/** Options of `container.remove()`. */
export interface RemoveOptions extends CallOptions {
  /** Removes the container even if it is running. @default false */
  readonly force?: boolean | undefined;
  /** Removes its anonymous volumes as well; named ones are never touched. @default true */
  readonly volumes?: boolean | undefined;
}

/** What `container.remove()` did: nothing if the container was gone already. */
export type RemoveOutcome = 'removed' | 'gone';

const OPTIONS: OptionReaders<RemoveOptions> = { ...CALL_OPTIONS, force: readFlag, volumes: readFlag };

/** The slot is empty only once the engine has confirmed: a failed removal keeps the container in the slot. */
export async function removeSlot(slot: Slot, options: RemoveOptions): Promise<RemoveOutcome> {
  checkOptions(options, OPTIONS, 'container.remove', slot.subject);
  using deadline = startDeadline(options, 60_000, 'container.remove', slot.subject);
  const { signal } = deadline;
  const { force = false, volumes = true } = options;
  return await slot.serialized('container.remove', signal, async () => {
    const id = slot.id ?? (slot.stage.at === 'lost' ? (await findLostCreation(slot, signal))?.Id : undefined);
    if (id === undefined) return 'gone';
    const outcome = await removeContainer(slot, id, { force, volumes, signal });
    slot.vacate();
    return outcome;
  });
}

/** One remove call; when only its answer was lost, the engine says whether the container is still there. */
async function removeContainer(slot: Slot, id: string, options: RemoveOptions): Promise<RemoveOutcome> {
  const { engine } = slot.docker;
  const { signal } = options;
  slot.take({ is: 'end-expected', id, expected: true });
  slot.take({ is: 'remove-sent', id });
  try {
    return await engine.removeContainer(id, options);
  } catch (error) {
    if (isDocktopusError(error, 'engine.disconnected')) {
      if ((await findContainer(slot.docker, id, { signal })) === undefined) return 'removed';
    }
    // After a lost answer the slot stays `ending`, and the next call looks first.
    if (!outcomeIsUnknown(error, signal)) slot.take({ is: 'still-there', id });
    throw isDocktopusError(error, 'container.running') ? await runningError(slot, id, error, signal) : error;
  }
}

async function runningError(
  slot: Slot,
  id: string,
  cause: DocktopusError,
  signal: AbortSignal | undefined,
): Promise<DocktopusError> {
  // The refusal is the failure to report, also when the engine does not answer this question.
  const inspect = await findContainer(slot.docker, id, { signal }).catch(() => undefined);
  return new DocktopusError('container.running', {
    operation: 'container.remove',
    subject: slot.subject,
    reason: inspect ? `it is ${inspectedStatus(inspect)}` : cause.reason,
    hint: 'Stop it first, or pass force: true',
    cause,
  });
}
