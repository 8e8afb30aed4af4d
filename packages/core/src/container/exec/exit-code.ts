import type { Engine } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { delay } from '../../scope/index.ts';

/**
 * The exit code of a command whose output has ended.
 *
 * The engine ends the output a moment before it notes the exit, and a command may close its output and go on.
 *
 * @throws DocktopusError `container.exited` when the container went away with the command in it.
 */
export async function exitCodeOf(
  engine: Engine,
  execId: string,
  subject: string,
  signal: AbortSignal,
): Promise<number> {
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 250)) {
    const { running, exitCode } = await inspect(engine, execId, subject, signal);
    if (!running && exitCode !== undefined) return exitCode;
    await delay(waitMs, signal);
  }
}

async function inspect(engine: Engine, execId: string, subject: string, signal: AbortSignal) {
  try {
    return await engine.inspectExec(execId, { signal });
  } catch (error) {
    if (!isDocktopusError(error, 'exec.not-found', 'container.not-found')) throw error;
    throw new DocktopusError('container.exited', {
      operation: 'container.exec',
      subject,
      reason: 'the container ended while the command ran',
      cause: error,
    });
  }
}
