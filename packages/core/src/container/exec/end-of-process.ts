import type { ContainerInspect } from '../../engine/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { delay } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';

/** How long a process may go on after its output has ended. */
const AFTER_OUTPUT_MS = 5_000;

/** An exit that the engine notes this late is held against the engine's clock. */
const SOON_MS = 250;

/**
 * Resolves when the process whose output has ended has ended as well, which proves that the output is whole.
 *
 * A process that was alive after the end of its output has either closed it, or we have lost it: a connection that was
 * taken over ends in the same way for both. The engine may be slow to note an exit, so its times decide.
 *
 * @param before the container when it was attached to.
 * @throws DocktopusError `engine.disconnected` when the process was alive after the end of its output.
 */
export async function endOfProcess(
  target: CallTarget,
  before: ContainerInspect,
  signal: AbortSignal,
): Promise<void> {
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  let aliveAt: number | undefined;
  for (let waitMs = 5; elapsed() < AFTER_OUTPUT_MS; waitMs = Math.min(waitMs * 2, 250)) {
    const now = await inspected(target, signal);
    // Removed: what was still to come went with it.
    if (now === undefined) return;
    if (hasEndedSince(now, before)) {
      if (aliveAt === undefined || Date.parse(now.State.FinishedAt) <= aliveAt) return;
      throw lost(target);
    }
    if (aliveAt === undefined && elapsed() > SOON_MS) aliveAt = await engineTime(target, signal);
    await delay(waitMs, signal);
  }
  throw lost(target);
}

function hasEndedSince(now: ContainerInspect, { State, RestartCount }: ContainerInspect): boolean {
  if (now.RestartCount > RestartCount || now.State.Restarting) return true;
  if (State.Running && now.State.StartedAt !== State.StartedAt) return true;
  return !now.State.Running && now.State.Status !== 'created';
}

async function inspected(
  { docker, id }: CallTarget,
  signal: AbortSignal,
): Promise<ContainerInspect | undefined> {
  try {
    return await docker.engine.inspectContainer(id, { signal });
  } catch (error) {
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  }
}

/** Now, by the engine's clock. */
async function engineTime({ docker }: CallTarget, signal: AbortSignal): Promise<number | undefined> {
  const { SystemTime } = await docker.request<{ readonly SystemTime?: string }>(
    { path: '/info' },
    { operation: 'container.attach', signal },
  );
  const time = Date.parse(SystemTime ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function lost({ subject }: CallTarget): DocktopusError {
  return new DocktopusError('engine.disconnected', {
    operation: 'container.attach',
    subject,
    reason:
      'the output has ended but the process has not: the connection was lost, or the process has closed its output',
    hint: 'Read what it has written since with logs()',
  });
}
