import { checkOptions, readSignal } from '@docktopus/core/kit';
import { onProcessSignals } from './on-process-signals.ts';
import { reportIfUncaught } from './report-if-uncaught.ts';
import type { RunnerExecution } from './runner-execution.ts';

/**
 * Runs to the end as the whole of a program: signals of the process and `signal` stop it, the process lives as long as it
 * does, a clean end leaves exit code 0, and a failure that nothing catches is printed. With `--help`, it prints its settings.
 */
export async function runAsProgram(
  execution: RunnerExecution,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  checkOptions(options, { signal: readSignal }, 'runner.run', undefined, 'runner.invalid');
  const { signal } = options;
  if (execution.helps()) return;
  const onAbort = () => execution.stop('the signal of run() aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  // Neither a pending promise nor a signal handler keeps Node alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  using _signals = onProcessSignals((name, count) => execution.stop(name, count === 1 ? undefined : 0));
  try {
    execution.begin();
    await execution.stopped();
    process.exitCode ??= 0;
  } catch (error) {
    await reportIfUncaught(error, { stacks: execution.showsStacks });
    throw error;
  } finally {
    clearInterval(alive);
    signal?.removeEventListener('abort', onAbort);
  }
}
