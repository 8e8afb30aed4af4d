import { checkOptions } from '../../input/index.ts';
import { anySignal, onAbort, startDeadline } from '../../scope/index.ts';
import { statusHub } from '../../status/index.ts';
import { execStream, feedUntilGone } from '../exec/index.ts';
import { wasOomKilled } from '../failure/index.ts';
import { callContainer } from '../slot/call-container.ts';
import type { Slot } from '../slot/slot.ts';
import { collectRun } from './collect-run.ts';
import { RUN_OPTIONS, type RunExit, type RunOptions, type RunResult } from './run-options.ts';

/** Runs a command in the slot's container, with the options and the result of `run()`. It may outlive a failure. */
export async function runCommand(
  slot: Slot,
  cmd: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const { subject } = slot;
  checkOptions(options, RUN_OPTIONS, 'container.run', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.run', subject);
  const { input } = options;
  const over = new AbortController();
  const signal = anySignal(deadline.signal, over.signal);
  const begun = { at: performance.now(), wall: new Date() };
  return await callContainer(slot, 'run', async (target) => {
    using running = await execStream(target, cmd, { stdin: input !== undefined, signal });
    using _closing = { [Symbol.dispose]: onAbort(signal, () => running.close()) };
    feedUntilGone(running, input, signal).catch((error: unknown) => over.abort(error));
    const exitOf = async (): Promise<RunExit> => {
      const exitCode = await running.exitCode();
      const durationMs = Math.round(performance.now() - begun.at);
      const killed = { exitCode, oomKilled: false, startedAt: begun.wall };
      return {
        exitCode,
        durationMs,
        oomKilled: await wasOomKilled(statusHub(target.docker), target.id, killed, signal),
      };
    };
    try {
      return await collectRun(running.output, exitOf, options, { subject, tty: false });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  });
}
