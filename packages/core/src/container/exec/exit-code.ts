import type { Docker, Engine } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { delay, settledWithin, withResolvers } from '../../scope/index.ts';

/** How long a command may go on after its output has ended. */
const AFTER_OUTPUT_MS = 10_000;

/** What an engine notes for a command whose output it could not hand over, and for one that cannot be run. */
const GIVEN_UP = 126;

/** A command of a container. */
export interface ExecOf {
  readonly execId: string;
  readonly containerId: string;
  /** Names the container in errors. */
  readonly subject: string;
}

/**
 * The exit code of a command whose output has ended, which proves that the output is whole.
 *
 * The engine ends the output a moment before it notes the exit. A command that goes on for longer has either closed
 * its output, or we have lost it: a connection that was taken over ends in the same way for both.
 *
 * @throws DocktopusError `container.exited` when the container went away with the command in it; `engine.disconnected`
 *   when the command goes on, and when the engine has given it up because it could not hand over the output.
 */
export async function exitCodeOf(
  { engine, version }: Pick<Docker, 'engine' | 'version'>,
  exec: ExecOf,
  signal: AbortSignal,
): Promise<number> {
  // Only the pauses count: a process that was held up in one of them has not looked meanwhile.
  for (let [waitMs, waitedMs] = [5, 0]; waitedMs < AFTER_OUTPUT_MS; waitMs = Math.min(waitMs * 2, 250)) {
    const { running, exitCode, pid } = await inspect(engine, exec, signal);
    if (!running && exitCode !== undefined) {
      if (exitCode !== GIVEN_UP) return exitCode;
      const isDoubtful = pid > 0 && version.engine !== 'podman';
      if (isDoubtful && !(await hasDied(engine, exec, signal)))
        throw lost(exec, 'the connection was lost before the output had ended');
      // A command that cannot be run leaves its container as it is.
      if (!isDoubtful && !(await isRunning(engine, exec, signal))) throw exited(exec);
      return exitCode;
    }
    await delay(waitMs, signal);
    waitedMs += waitMs;
  }
  throw lost(
    exec,
    'the output has ended but the command has not: the connection was lost, or the command has closed its output',
    'Let a command that goes on without output be started by another one that ends',
  );
}

async function inspect(engine: Engine, exec: ExecOf, signal: AbortSignal) {
  try {
    return await engine.inspectExec(exec.execId, { signal });
  } catch (error) {
    if (!isDocktopusError(error, 'exec.not-found', 'container.not-found')) throw error;
    throw exited(exec, error);
  }
}

async function isRunning(engine: Engine, exec: ExecOf, signal: AbortSignal): Promise<boolean> {
  try {
    return (await engine.inspectContainer(exec.containerId, { signal })).State.Running;
  } catch (error) {
    if (!isDocktopusError(error, 'container.not-found')) throw error;
    throw exited(exec, error);
  }
}

function exited({ subject }: ExecOf, cause?: unknown): DocktopusError {
  return new DocktopusError('container.exited', {
    operation: 'container.exec',
    subject,
    reason: 'the container ended while the command ran',
    cause,
  });
}

/** How long the event of an exit that the engine has noted may take. */
const EVENT_MS = 2_000;

/** Whether the command has ended so by itself: the engine tells that by an event, and keeps the latest ones. */
async function hasDied(
  engine: Engine,
  { execId, containerId }: ExecOf,
  signal: AbortSignal,
): Promise<boolean> {
  const told = withResolvers<void>();
  const filters = { type: ['container'], container: [containerId], event: ['exec_die'] };
  using watching = await engine.watchEvents(
    ({ attributes }) => {
      if (attributes.execID === execId && attributes.exitCode === String(GIVEN_UP)) told.resolve();
    },
    { since: '1', filters, signal },
  );
  await Promise.race([watching.ended, settledWithin(told.promise, EVENT_MS)]);
  return await settledWithin(told.promise, 0);
}

function lost({ subject }: ExecOf, reason: string, hint?: string): DocktopusError {
  return new DocktopusError('engine.disconnected', { operation: 'container.exec', subject, reason, hint });
}
