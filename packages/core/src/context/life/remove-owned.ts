import type { Container } from '../../container/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { type Deadline, delay, inParallel, startDeadline, throwAll } from '../../scope/index.ts';
import { withdrawUses } from './container-use.ts';
import type { ContextLife } from './context-life.ts';
import { type Attempt, removeNetworks } from './remove-networks.ts';

/** The engine's own stop timeout where a spec gives none. */
const ENGINE_STOP_MS = 10_000;
/** The end of the deadline is for removing by force what has not stopped in time. */
const FORCE_MS = 15_000;
/** How long something may still appear whose create call was never answered. */
const SETTLE_MS = 3_000;
const LOOK_AGAIN_MS = 200;

/**
 * Stops and removes everything that ends with a context: the members of its group in reverse order, then all that carries
 * its labels, even if the answer to its creation was lost. All of it has the time of `deadline`.
 *
 * @returns whether nothing is left, nor can appear later.
 * @throws everything that failed; failures caused by the end of the deadline are one error.
 */
export async function removeOwned(life: ContextLife, deadline: Deadline): Promise<boolean> {
  const failures: unknown[] = [];
  const attempt = async (work: Promise<void>) => {
    await work.catch((error: unknown) => {
      // The end of the deadline is one failure, told below.
      if (!deadline.signal.aborted) failures.push(error);
    });
  };
  await attempt(stopGroup(life, deadline));
  await attempt(removeMarkedContainers(life, deadline.signal, attempt));
  const containersSettled = await settleLostCreations(life, deadline.signal, attempt);
  const networksSettled = await settleNetworks(life, deadline.signal, attempt);
  await attempt(withdrawUses(life, deadline.signal));
  if (deadline.signal.aborted) failures.push(outOfTime(life, deadline));
  throwAll(failures, `${failures.length} things could not be removed`);
  return containersSettled && networksSettled;
}

/** Stops the members, until it is time to remove the rest by force. */
async function stopGroup({ group, connection }: ContextLife, deadline: Deadline): Promise<void> {
  const ending = [...group.containers].filter(([, { spec }]) => spec?.lifetime === 'session');
  const leftMs = deadline.remainingMs();
  using stopping = startDeadline(
    { signal: deadline.signal, timeoutMs: Math.max(1, leftMs - Math.min(FORCE_MS, leftMs / 4)) },
    0,
    'context.close',
  );
  try {
    await group.stop({
      names: ending.map(([name]) => name),
      graceMs: Math.min(ENGINE_STOP_MS, connection.environment.shutdownGraceMs),
      remove: true,
      signal: stopping.signal,
    });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
}

async function removeMarkedContainers(
  life: ContextLife,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<void> {
  const { engine } = life.connection.docker;
  const left = await engine.listContainers({ all: true, filters: { label: life.marks }, signal });
  const remove = async ({ Id }: (typeof left)[number]) => {
    await engine.removeContainer(Id, { force: true, volumes: true, signal });
  };
  await inParallel(left, (entry) => attempt(remove(entry)));
}

/**
 * Removes containers whose create call was never answered, as soon as they appear.
 *
 * @returns whether none can appear any more.
 */
async function settleLostCreations(
  life: ContextLife,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<boolean> {
  const endsAt = performance.now() + SETTLE_MS;
  for (let lost = life.lostCreations; lost.length > 0; lost = life.lostCreations) {
    if (signal.aborted || performance.now() > endsAt) return false;
    const look = async (container: Container) => void (await container.remove({ force: true, signal }));
    await inParallel(lost, (container) => attempt(look(container)));
    if (life.lostCreations.length > 0) await attempt(delay(LOOK_AGAIN_MS, signal));
  }
  return true;
}

/**
 * Removes the networks, and as soon as they appear those whose creation was never answered.
 *
 * @returns whether none can appear any more.
 */
async function settleNetworks(life: ContextLife, signal: AbortSignal, attempt: Attempt): Promise<boolean> {
  const endsAt = performance.now() + SETTLE_MS;
  for (;;) {
    const mayAppear = life.unansweredNetworks.size > 0;
    await attempt(removeNetworks(life, signal, attempt));
    if (!mayAppear) return true;
    if (signal.aborted || performance.now() > endsAt) return false;
    await attempt(delay(LOOK_AGAIN_MS, signal));
  }
}

function outOfTime({ connection }: ContextLife, { signal }: Deadline): DocktopusError {
  const { name, environment, cleanup } = connection;
  const later = {
    watcher: 'The watcher removes the rest when this process has ended',
    sweep: 'The next start of the blueprint removes the rest',
    none: 'Remove the rest by hand',
  }[cleanup];
  return new DocktopusError('timeout', {
    operation: 'context.close',
    subject: name,
    reason: `not everything was removed within ${environment.closeTimeoutMs} ms`,
    hint: `${later}, or give it more time with the setting closeTimeoutMs`,
    cause: signal.reason,
    details: { timeoutMs: environment.closeTimeoutMs },
  });
}
