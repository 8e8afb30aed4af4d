import { isDocktopusError } from '../../../errors/index.ts';
import { abortable } from '../../../scope/index.ts';
import { type ExecOptions, exec } from '../../exec/index.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';
import { execPace, repeatProbe } from './repeat-probe.ts';
import { runCommand } from './run-command.ts';

/** A command that still runs when something else has decided does not stay in the container. */
const ENDED: ExecOptions = {
  killOnAbort: { graceMs: 0 },
  maxOutputBytes: 64 * 1024,
  overflow: 'truncate',
  timeoutMs: 0,
};

/** Resolves when the command, run in the container, ends with exit code 0. */
export async function probeCommand(
  target: ProbeTarget,
  argv: readonly string[],
  run: ProbeRun,
): Promise<void> {
  const { docker, id, subject } = target;
  const { signal } = run;
  let hasShell = true;
  const exitCode = async (): Promise<number> => {
    if (!hasShell) return (await runCommand(docker, id, argv, { signal, subject })).exitCode;
    try {
      // The probe does not wait for the end of a command that is ended.
      const running = exec({ docker, id, subject }, argv, { ...ENDED, signal });
      return (await abortable(running, signal)).exitCode;
    } catch (error) {
      // An image without a shell has nothing that could end it either.
      if (!isDocktopusError(error, 'spec.invalid')) throw error;
      hasShell = false;
      return await exitCode();
    }
  };
  const attempt = async () => {
    try {
      const code = await exitCode();
      return code === 0 ? undefined : `${argv[0]} ends with exit code ${code}`;
    } catch (error) {
      signal.throwIfAborted();
      // Whether a container that takes no command is starting, restarting or dead is for its status to say.
      return isDocktopusError(error)
        ? `${argv[0]} cannot be run: ${error.reason}`
        : `${argv[0]} cannot be run`;
    }
  };
  await repeatProbe(attempt, execPace, run);
}
