import { type Deadline, startDeadline } from '../../scope/index.ts';
import { statusHub } from '../../status/index.ts';
import { waitUntilReady } from '../ready/wait-until-ready.ts';
import type { Slot } from '../slot/slot.ts';
import type { ContainerExit } from './container-exit.ts';
import { fillSlot } from './create.ts';
import { failStart } from './fail-start.ts';
import { HeardExit } from './hear-exit.ts';
import { lookAt } from './look-at.ts';
import type { StartOptions } from './start-options.ts';
import { waitForExit } from './wait-for-exit.ts';

/** Creates when needed and starts, holding the slot; then waits as asked without holding it. */
export async function startSlot(slot: Slot, options: StartOptions): Promise<ContainerExit | undefined> {
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.start', slot.label);
  const started = await slot.inTurn('container.start', deadline.signal, () =>
    createAndStart(slot, options, deadline),
  );
  using heard = started.heard;
  if (waitsForReady(slot, options)) await becomeReady(slot, started.id, options, deadline);
  if (!options.waitForExit) return undefined;
  return await waitForExit(slot.docker, started.id, { subject: slot.label, heard }, deadline);
}

async function createAndStart(slot: Slot, options: StartOptions, deadline: Deadline) {
  const { signal } = deadline;
  const { engine } = slot.docker;
  const id = await fillSlot(slot, deadline);
  // What removes itself leaves nothing to look at: listen before it starts.
  const heard =
    options.waitForExit && slot.spec?.autoRemove
      ? await HeardExit.listen(slot.docker, id, signal)
      : undefined;
  try {
    await engine.startContainer(id, { signal, timeoutMs: Math.min(60_000, deadline.remainingMs()) });
  } catch (error) {
    heard?.[Symbol.dispose]();
    throw await failStart(slot, id, error, { ...options, holding: true });
  }
  if (!waitsForReady(slot, options)) slot.proven = true;
  await lookAt(slot, signal);
  return { id, heard };
}

function waitsForReady(slot: Slot, { waitForReady, waitForExit }: StartOptions): boolean {
  return waitForReady ?? (slot.spec?.readyWhen !== undefined && !waitForExit);
}

async function becomeReady(slot: Slot, id: string, options: StartOptions, deadline: Deadline): Promise<void> {
  const { docker } = slot;
  try {
    await waitUntilReady({
      docker,
      id,
      spec: slot.spec ?? {},
      subject: slot.label,
      signal: deadline.signal,
      timeoutMs: options.timeoutMs === undefined ? undefined : deadline.remainingMs(),
    });
    const { startedAt } = await statusHub(docker).look(id, { signal: deadline.signal });
    slot.proven = true;
    if (startedAt) slot.readyRun$.next({ id, startedAt: startedAt.getTime() });
  } catch (error) {
    throw await failStart(slot, id, error, { ...options, holding: false });
  }
}
