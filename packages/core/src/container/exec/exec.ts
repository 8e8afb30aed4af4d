import { isDocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { abortable, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { collectOutput } from './collect-output.ts';
import { EXEC_OPTIONS, type ExecOptions, type ExecResult, streamOptions } from './exec-options.ts';
import { execStream } from './exec-stream.ts';
import { killCommand, startKillable } from './killable-command.ts';

/** Runs `cmd` in the container to its end. */
export async function exec(
  target: CallTarget,
  cmd: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const { subject } = target;
  checkOptions(options, EXEC_OPTIONS, 'container.exec', subject);
  using deadline = startDeadline(options, 300_000, 'container.exec', subject);
  const { signal } = deadline;
  if (options.killOnAbort) return await execKillable(target, cmd, options, signal);
  using running = await execStream(target, cmd, { ...streamOptions(options), signal, ...deadline.rest() });
  return await collectOutput(running, running.output, options, subject, signal);
}

async function execKillable(
  target: CallTarget,
  cmd: readonly string[],
  options: ExecOptions,
  signal: AbortSignal,
): Promise<ExecResult> {
  const starting = startKillable(target, cmd, options);
  try {
    const { running, output } = await abortable(starting, signal);
    return await collectOutput(running, output, options, target.subject, signal);
  } catch (error) {
    if (isDocktopusError(error, 'exec.output-too-large')) throw error;
    throw await killCommand(target, starting, options, error);
  } finally {
    // Its output is read until it has ended: a command that cannot write does not end.
    void starting.then(({ running }) => running.close()).catch(() => undefined);
  }
}
