import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import { abortable, type CallOptions, startDeadline } from '../../scope/index.ts';
import { specHash } from '../options/spec-hash.ts';
import { existingContainer } from '../slot/existing-container.ts';
import type { Slot } from '../slot/slot.ts';
import { fillSlot } from './create.ts';
import { decideExisting } from './decide-existing.ts';
import { findContainer } from './find-container.ts';

/**
 * `adopted`: the container is in the slot. `gone`: it does not exist any more. `refused`: its owner says that it does not
 * fit, or the slot has another one.
 */
export type AdoptOutcome = 'adopted' | 'gone' | 'refused';

/** Puts an existing container into the slot if its owner still takes it: one inspect, and no create call. */
export async function adoptInSlot(slot: Slot, id: string, options: CallOptions): Promise<AdoptOutcome> {
  const operation = 'container.adopt';
  checkOptions(options, CALL_OPTIONS, operation, slot.subject);
  using deadline = startDeadline(options, 30_000, operation, slot.subject);
  const { signal } = deadline;
  return await slot.serialized(operation, signal, async () => {
    if (slot.content !== undefined) return slot.id === id ? 'adopted' : 'refused';
    if (slot.spec === undefined) return 'refused';
    const inspect = await findContainer(slot.docker, id, { signal });
    if (inspect === undefined || inspect.State.Status === 'removing') return 'gone';
    const existing = existingContainer(inspect);
    const verdict = slot.owner(await abortable(specHash(slot.spec, slot.body), signal)).adopts(existing);
    const { action } = decideExisting({ ours: false, status: existing.status, verdict }, 'adopt');
    if (action !== 'adopt') return 'refused';
    slot.take({ is: 'filled', content: { id: inspect.Id, origin: 'adopted' } });
    await fillSlot(slot, deadline);
    return 'adopted';
  });
}
