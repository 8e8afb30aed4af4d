import { DocktopusError, type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { type Deadline, startDeadline } from '../../scope/index.ts';
import { isActive, statusHub, toContainerStatus } from '../../status/index.ts';
import { hasReadiness } from '../ready/has-readiness.ts';
import { waitUntilReady } from '../ready/wait-until-ready.ts';
import type { Slot } from '../slot/slot.ts';
import type { ContainerExit } from './container-exit.ts';
import { fillSlot, vacateIfGone } from './create.ts';
import { failStart } from './fail-start.ts';
import { type HeardExit, listenIfNeeded } from './hear-exit.ts';
import { lookAt } from './look-at.ts';
import type { StartOptions } from './start-options.ts';
import { waitForExit } from './wait-for-exit.ts';

/** Creates when needed and starts in the slot's turn; then waits as asked, out of turn. */
export async function startSlot(slot: Slot, options: StartOptions): Promise<ContainerExit | undefined> {
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.start', slot.label);
  const { id, heard: listening } = await startAsWished(slot, options, deadline);
  using heard = listening;
  if (!options.waitForExit) return undefined;
  return await waitForExit(slot.docker, id, { subject: slot.label, heard }, deadline);
}

interface Started {
  readonly id: string;
  readonly heard: HeardExit | undefined;
}

async function startAsWished(slot: Slot, options: StartOptions, deadline: Deadline): Promise<Started> {
  let started: Started | undefined;
  slot.beginStart();
  try {
    started = await createAndStart(slot, options, deadline);
    options.onStarted?.();
    if (waitsForReady(slot, options)) await becomeReady(slot, started.id, options, deadline);
    return started;
  } catch (error) {
    started?.heard?.[Symbol.dispose]();
    throw error;
  } finally {
    slot.endStart();
  }
}

async function createAndStart(slot: Slot, options: StartOptions, deadline: Deadline): Promise<Started> {
  // What there is when our turn ends in a failure is what this start leaves behind.
  let left: string | undefined;
  const start = async () => {
    try {
      return await startOrMakeAnew(slot, options, deadline);
    } catch (error) {
      left = slot.id;
      throw error;
    }
  };
  try {
    return await slot.inTurn('container.start', deadline.signal, start);
  } catch (error) {
    throw left === undefined ? error : await failStart(slot, left, error, options);
  }
}

/** What engines say to the start of a container that is gone or is being removed. */
const SAID_OF_THE_GONE: readonly ErrorCode[] = ['container.not-found', 'engine.conflict', 'engine.failed'];

/** A container that somebody else has removed since it was made is made anew: the start itself finds that out. */
async function startOrMakeAnew(slot: Slot, options: StartOptions, deadline: Deadline): Promise<Started> {
  if (!slot.prepared) await vacateIfGone(slot, deadline);
  const { id } = slot;
  try {
    return await fillAndStart(slot, options, deadline);
  } catch (error) {
    const mayBeGone = id !== undefined && isDocktopusError(error, ...SAID_OF_THE_GONE);
    if (!mayBeGone || !(await vacateIfGone(slot, deadline))) throw error;
    return await fillAndStart(slot, options, deadline);
  }
}

async function fillAndStart(slot: Slot, options: StartOptions, deadline: Deadline): Promise<Started> {
  const { signal } = deadline;
  let heard: HeardExit | undefined;
  try {
    const id = await fillSlot(slot, deadline);
    if (options.waitForExit) heard = await listenIfNeeded(slot, id, signal);
    await startContainer(slot, id, deadline);
    if (!waitsForReady(slot, options)) slot.proven = true;
    await lookAt(slot, signal);
    return { id, heard };
  } catch (error) {
    heard?.[Symbol.dispose]();
    throw error;
  }
}

/** One start call; when only its answer was lost, the container says whether it was started. */
async function startContainer(slot: Slot, id: string, deadline: Deadline): Promise<void> {
  const { signal } = deadline;
  try {
    await slot.docker.engine.startContainer(id, {
      signal,
      timeoutMs: Math.min(60_000, beforeTheEnd(deadline)),
    });
  } catch (error) {
    // What the engine misses inside of the container is not a path that anybody has given us.
    if (isDocktopusError(error, 'path.not-found')) throw commandError(slot, error);
    if (!isDocktopusError(error, 'engine.disconnected')) throw error;
    const { State } = await slot.docker.engine.inspectContainer(id, { signal });
    const status = toContainerStatus(State.Status);
    // One that has ended may have ended before, unless this was its first start.
    if (!isActive(status) && (status === 'created' || slot.proven)) throw error;
  }
}

function commandError(slot: Slot, { reason, details, cause }: DocktopusError): DocktopusError {
  const about = { operation: 'container.start', subject: slot.label, reason, details, cause };
  return new DocktopusError('container.start-failed', about);
}

/** Leaves some time to look at the container when it fails. */
function beforeTheEnd(deadline: Deadline): number {
  const leftMs = deadline.remainingMs();
  return leftMs - Math.min(1_000, leftMs / 20);
}

function waitsForReady(slot: Slot, { waitForReady, waitForExit }: StartOptions): boolean {
  return waitForReady ?? (!waitForExit && hasReadiness(slot.spec));
}

async function becomeReady(slot: Slot, id: string, options: StartOptions, deadline: Deadline): Promise<void> {
  const { docker } = slot;
  try {
    await waitUntilReady({
      docker,
      id,
      spec: slot.spec ?? {},
      subject: slot.label,
      signal: deadline.signal,
      timeoutMs: options.timeoutMs === undefined ? undefined : beforeTheEnd(deadline),
    });
    const { startedAt } = await statusHub(docker).look(id, { signal: deadline.signal });
    slot.proven = true;
    if (startedAt) slot.readyRun$.next({ id, startedAt: startedAt.getTime() });
  } catch (error) {
    throw await failStart(slot, id, error, options);
  }
}
