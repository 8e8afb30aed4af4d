import type { Engine } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { delay } from '../../scope/index.ts';

/** How long a command may go on after its output has ended. */
const AFTER_OUTPUT_MS = 10_000;

/**
 * The exit code of a command whose output has ended.
 *
 * The engine ends the output a moment before it notes the exit. A command that goes on for longer has either closed
 * its output, or we have lost it: a connection that was taken over ends in the same way for both.
 *
 * @throws DocktopusError `container.exited` when the container went away with the command in it; `engine.disconnected`
 *   when the command goes on.
 */
export async function exitCodeOf(
  engine: Engine,
  execId: string,
  subject: string,
  signal: AbortSignal,
): Promise<number> {
  const begun = performance.now();
  for (let waitMs = 5; performance.now() - begun < AFTER_OUTPUT_MS; waitMs = Math.min(waitMs * 2, 250)) {
    const { running, exitCode } = await inspect(engine, execId, subject, signal);
    if (!running && exitCode !== undefined) return exitCode;
    await delay(waitMs, signal);
  }
  throw new DocktopusError('engine.disconnected', {
    operation: 'container.exec',
    subject,
    reason:
      'the output has ended but the command has not: the connection was lost, or the command has closed its output',
    hint: 'Let a command that goes on without output be started by another one that ends',
  });
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
