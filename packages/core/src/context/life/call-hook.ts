import type { Constructor } from '../../di/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { abortable } from '../../scope/index.ts';

/** Runs an author's hook. An error of ours keeps its code; any other becomes `context.failed`. */
export async function callHook(
  { name }: Constructor,
  called: 'onInit' | 'onReady' | 'onShutdown',
  run: () => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await abortable(Promise.resolve(run()), signal);
  } catch (cause) {
    if (isDocktopusError(cause)) throw cause;
    throw new DocktopusError('context.failed', {
      operation: `${name}.${called}`,
      reason: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
