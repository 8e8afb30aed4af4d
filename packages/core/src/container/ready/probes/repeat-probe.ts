import { isDocktopusError } from '../../../errors/index.ts';
import { delay } from '../../../scope/index.ts';
import type { ProbeRun } from '../probe.ts';

/** How often something is looked at: in proportion to how long it has been waited for already. */
export interface ProbePace {
  readonly firstMs: number;
  readonly capMs: number;
  /** The pause as a share of the time since the first attempt. */
  readonly share: number;
}

/** For probes that cost the host next to nothing, about 0.1 ms each: seen 3 % late at most, from 10 ms to 50 ms. */
export const hostPace: ProbePace = Object.freeze({ firstMs: 10, capMs: 50, share: 0.03 });

/** For probes that start a process in the container: each costs the engine some 50 ms. */
export const execPace: ProbePace = Object.freeze({ firstMs: 50, capMs: 1_000, share: 0.3 });

/** The pause after an attempt, in milliseconds. */
export function pauseAfter({ firstMs, capMs, share }: ProbePace, sinceMs: number): number {
  return Math.min(capMs, Math.max(firstMs, share * sinceMs));
}

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
  const begun = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const reason = await attempt().catch((error: unknown) => reasonToWait(error, signal));
    if (reason === undefined) return;
    notYet(reason);
    await delay(pauseAfter(pace, performance.now() - begun), signal);
  }
}

function reasonToWait(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (isDocktopusError(error, 'engine.unreachable', 'engine.disconnected', 'timeout')) return error.reason;
  throw error;
}
