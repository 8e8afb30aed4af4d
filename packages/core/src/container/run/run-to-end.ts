import { checkOptions } from '../../input/index.ts';
import { startDeadline } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { collectRun } from './collect-run.ts';
import { runOnce } from './run-once.ts';
import { RUN_OPTIONS, type RunExit, type RunOptions, type RunResult } from './run-options.ts';

/** Runs a container to its end, keeps what it writes, and removes it. */
export async function runToEnd(slot: Slot, options: RunOptions): Promise<RunResult> {
  const { spec, subject } = slot;
  checkOptions(options, RUN_OPTIONS, 'container.run', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.run', subject);
  const { signal } = deadline;
  const ended: RunExit[] = [];
  const output = runOnce(slot, { input: options.input, signal, onExit: (exit) => void ended.push(exit) });
  // A run whose output has come to its end has ended.
  const exitOf = () => ended[0] as RunExit;
  return await collectRun(output, exitOf, options, { subject, tty: spec?.tty === true });
}
