import { isDocktopusError } from '../../../errors/index.ts';
import { delay } from '../../../scope/index.ts';
import type { ProbeRun } from '../probe.ts';

export interface ProbePace {
  readonly firstMs: number;
  readonly capMs: number;
}

/** For probes that cost the host next to nothing. */
export const hostPace: ProbePace = Object.freeze({ firstMs: 20, capMs: 250 });

/** For probes that start a process in the container: each costs the engine some 50 ms. */
export const execPace: ProbePace = Object.freeze({ firstMs: 50, capMs: 1_000 });

/**
 * Tries until it holds, at growing intervals; an engine that is away for a while is no reason to give up.
 *
 * @param attempt resolves with why it does not hold yet, with `undefined` when it does; rejects when it never will.
 */
export async function repeatProbe(
  attempt: () => Promise<string | undefined>,
  pace: ProbePace,
  { signal, notYet }: ProbeRun,
): Promise<void> {
  for (let waitMs = pace.firstMs; ; waitMs = Math.min(pace.capMs, waitMs * 1.5)) {
    signal.throwIfAborted();
    const reason = await attempt().catch((error: unknown) => reasonToWait(error, signal));
    if (reason === undefined) return;
    notYet(reason);
    await delay(waitMs, signal);
  }
}

function reasonToWait(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (isDocktopusError(error, 'engine.unreachable', 'engine.disconnected', 'timeout')) return error.reason;
  throw error;
}
