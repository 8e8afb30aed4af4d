import type { OutputChunk } from '../../engine/index.ts';
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
  try {
    await createInSlot(slot, { signal });
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
    const removing = removeSlot(slot, { force: true });
    if (failure === undefined) await removing;
    else await boundedCleanup(removing, failure.error, { signal });
  }
}
