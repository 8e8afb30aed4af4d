import type { OutputChunk } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { anySignal, onAbort } from '../../scope/index.ts';
import { attach, type ExecInput, feedUntilGone } from '../exec/index.ts';
import { boundedCleanup } from '../lifecycle/bounded-cleanup.ts';
import { createInSlot } from '../lifecycle/create.ts';
import { removeSlot } from '../lifecycle/remove.ts';
import { startSlot } from '../lifecycle/start.ts';
import type { Slot } from '../slot/slot.ts';
import type { RunExit } from './run-options.ts';

export interface RunParts {
  readonly input: ExecInput | undefined;
  readonly signal: AbortSignal;
  /** Called before the output ends, once the container has ended. */
  onExit(exit: RunExit): void;
}

/**
 * Creates, feeds and reads one container, and removes it whatever happens, also when its reader leaves.
 *
 * It is attached to before it starts, so that nothing of its output is missed.
 */
export async function* runOnce(
  slot: Slot,
  { input, signal, onExit }: RunParts,
): AsyncGenerator<OutputChunk, void, undefined> {
  let failure: { readonly error: unknown } | undefined = { error: undefined };
  const over = new AbortController();
  let isAnothers = false;
  try {
    const found = slot.content !== undefined;
    await createInSlot(slot, { signal });
    isAnothers = !found && (await runsAlready(slot, signal));
    if (isAnothers) throw nameInUse(slot);
    const target = { docker: slot.docker, id: slot.requireId('container.run'), subject: slot.subject };
    using attached = await attach(target, { stdin: input !== undefined, signal });
    const until = anySignal(signal, over.signal);
    using _closing = { [Symbol.dispose]: onAbort(until, () => attached.close()) };
    const begun = performance.now();
    const exiting = startSlot(slot, { until: 'exited', signal: until });
    // A start that fails ends the output.
    exiting.catch((error: unknown) => over.abort(error));
    const feeding = feedUntilGone(attached, input, until).catch((error: unknown) => over.abort(error));
    yield* attached.output;
    until.throwIfAborted();
    const exit = await exiting;
    await feeding;
    until.throwIfAborted();
    const durationMs = Math.round(performance.now() - begun);
    onExit({ exitCode: exit?.exitCode ?? -1, oomKilled: exit?.oomKilled ?? false, durationMs });
    failure = undefined;
  } catch (error) {
    failure = { error: signal.aborted ? signal.reason : over.signal.aborted ? over.signal.reason : error };
    throw failure.error;
  } finally {
    over.abort(new Error('the run is over'));
    if (!isAnothers) {
      const removing = removeSlot(slot, { force: true });
      if (failure === undefined) await removing;
      else await boundedCleanup(removing, failure.error, { signal });
    }
  }
}

/** Whether the container was found and runs: its output began with another call, and its end belongs to that. */
async function runsAlready(slot: Slot, signal: AbortSignal): Promise<boolean> {
  const { id, origin } = slot.content ?? {};
  if (id === undefined || origin !== 'adopted') return false;
  const { State } = await slot.docker.engine.inspectContainer(id, { signal });
  return State.Running === true;
}

function nameInUse(slot: Slot): DocktopusError {
  return new DocktopusError('name.in-use', {
    operation: 'container.run',
    subject: slot.subject,
    reason: `a container of this name runs already (${slot.content?.id.slice(0, 12)})`,
    hint: 'Wait until it has ended, or give each run its own name',
    details: { existingId: slot.content?.id ?? '' },
  });
}
