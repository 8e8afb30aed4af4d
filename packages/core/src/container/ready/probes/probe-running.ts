import { until } from '../../../status/index.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';

/** Resolves when the container runs, or has run and ended well. */
export async function probeRunning({ snapshots }: ProbeTarget, { signal }: ProbeRun): Promise<void> {
  const options = { signal, timeoutMs: 0 };
  await until(
    snapshots,
    ({ stale, status, exitCode }) => !stale && (status === 'running' || exitCode === 0),
    options,
  );
}
