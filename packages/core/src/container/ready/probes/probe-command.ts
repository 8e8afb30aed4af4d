import { isDocktopusError } from '../../../errors/index.ts';
import type { ProbeRun, ProbeTarget } from '../probe.ts';
import { execPace, repeatProbe } from './repeat-probe.ts';
import { runCommand } from './run-command.ts';

/** Resolves when the command, run in the container, ends with exit code 0. */
export async function probeCommand(
  target: ProbeTarget,
  argv: readonly string[],
  run: ProbeRun,
): Promise<void> {
  const { docker, id, subject } = target;
  const attempt = async () => {
    try {
      const { exitCode } = await runCommand(docker, id, argv, { signal: run.signal, subject });
      return exitCode === 0 ? undefined : `${argv[0]} ends with exit code ${exitCode}`;
    } catch (error) {
      run.signal.throwIfAborted();
      // Whether a container that takes no command is starting, restarting or dead is for its status to say.
      return isDocktopusError(error)
        ? `${argv[0]} cannot be run: ${error.reason}`
        : `${argv[0]} cannot be run`;
    }
  };
  await repeatProbe(attempt, execPace, run);
}
