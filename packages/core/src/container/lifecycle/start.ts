import { DocktopusError, type ErrorCode, isDocktopusError } from '../../errors/index.ts';
import { type CallOptions, type Deadline, startDeadline } from '../../scope/index.ts';
import { inspectedStatus, isActive, statusHub } from '../../status/index.ts';
import { hasReadiness } from '../ready/has-readiness.ts';
import { waitUntilReady } from '../ready/wait-until-ready.ts';
import type { Slot } from '../slot/slot.ts';
import { isFresh } from '../slot/slot-stage.ts';
import { reconnectNetworks } from './connect-networks.ts';
import { type ContainerExit, type ExitListener, listenIfNeeded, waitForExit } from './container-exit.ts';
import { fillSlot, vacateIfGone } from './create.ts';
import { failStart } from './fail-start.ts';
import { lookAt } from './look-at.ts';
import { copyMemoryFiles } from './spec-files.ts';
import { type StartOptions, type StartUntil, untilOf } from './start-options.ts';

const OPERATION = 'container.start';
const LONGEST_CALL_MS = 60_000;

/** Creates if needed and starts in the slot's turn; then waits, without keeping other calls waiting. */
export async function startSlot(slot: Slot, options: StartOptions): Promise<ContainerExit | undefined> {
  const until = untilOf(options, slot.subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, OPERATION, slot.subject);
  const { beforeStart } = slot.hooks;
  const { id, heard: listening } = await createAndStart(slot, until, options, deadline, beforeStart);
  using heard = listening;
  if (until === 'ready' && hasReadiness(slot.spec)) await becomeReady(slot, id, options, deadline);
  if (until !== 'exited') return undefined;
  try {
    return await waitForExit(slot, id, heard, deadline.signal);
  } catch (error) {
    // Its caller has left: when it ends now, no call hears of it.
    slot.take({ is: 'end-expected', id, expected: false });
    throw error;
  }
}

/**
 * The first half of a start: creates if needed, and resolves once the process runs. With `until: 'ready'`, the slot stays
 * `starting` until {@link settleSlot} has seen the container ready.
 */
export async function launchSlot(slot: Slot, options: StartOptions): Promise<void> {
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, OPERATION, slot.subject);
  await createAndStart(slot, untilOf(options, slot.subject), options, deadline);
}

/** The second half of a start: resolves once the container that {@link launchSlot} started is ready. */
export async function settleSlot(slot: Slot, options: StartOptions): Promise<void> {
  if (!hasReadiness(slot.spec)) return;
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, OPERATION, slot.subject);
  await becomeReady(slot, slot.requireId(OPERATION), options, deadline);
}

interface Started {
  readonly id: string;
  readonly heard: ExitListener | undefined;
}

async function createAndStart(
  slot: Slot,
  until: StartUntil,
  options: StartOptions,
  deadline: Deadline,
  before?: (signal: AbortSignal) => Promise<void>,
): Promise<Started> {
  // The container that a failed start leaves behind when its turn ends.
  let left: string | undefined;
  const start = async () => {
    try {
      return await startOrRecreate(slot, until, deadline);
    } catch (error) {
      left = slot.id;
      throw error;
    }
  };
  try {
    return await slot.serialized(OPERATION, deadline.signal, async () => {
      await before?.(deadline.signal);
      return await start();
    });
  } catch (error) {
    throw left === undefined ? error : await failStart(slot, left, error, options);
  }
}

/** What engines answer to the start of a container that is gone or is being removed. */
const CODES_WHEN_GONE: readonly ErrorCode[] = [
  'container.not-found',
  'container.removed',
  'engine.conflict',
  'engine.failed',
];

/**
 * Creates a container again that somebody else has removed, and connects it to networks that were removed and made again:
 * the start itself finds that out.
 */
async function startOrRecreate(slot: Slot, until: StartUntil, deadline: Deadline): Promise<Started> {
  const { at } = slot.stage;
  if (at === 'created' || at === 'ending') await vacateIfGone(slot, deadline);
  const { id } = slot;
  try {
    return await fillAndStart(slot, until, deadline);
  } catch (error) {
    if (id === undefined) throw error;
    if (isDocktopusError(error, 'network.not-found')) await reconnectNetworks(slot, id, deadline.signal);
    else if (!isDocktopusError(error, ...CODES_WHEN_GONE) || !(await isGone(slot, deadline))) throw error;
    return await fillAndStart(slot, until, deadline);
  }
}

/** The failed start is the failure to report, also when the engine does not answer this question. */
function isGone(slot: Slot, deadline: Deadline): Promise<boolean> {
  return vacateIfGone(slot, deadline).catch(() => false);
}

async function fillAndStart(slot: Slot, until: StartUntil, deadline: Deadline): Promise<Started> {
  const { signal } = deadline;
  let heard: ExitListener | undefined;
  try {
    const id = await fillSlot(slot, deadline);
    if (until === 'exited') heard = await listenIfNeeded(slot, id, signal);
    await startContainer(slot, id, until, deadline);
    await copyMemoryFiles(slot, id, signal);
    if (until !== 'ready' || !hasReadiness(slot.spec)) slot.take({ is: 'up', id });
    await lookAt(slot, signal);
    return { id, heard };
  } catch (error) {
    heard?.[Symbol.dispose]();
    throw error;
  }
}

/** One start call; when only its answer was lost, the container says whether it was started. */
async function startContainer(slot: Slot, id: string, until: StartUntil, deadline: Deadline): Promise<void> {
  const { signal } = deadline;
  slot.take({ is: 'start-sent', id });
  // The caller waits for the end, and is told by the call.
  slot.take({ is: 'end-expected', id, expected: until === 'exited' });
  try {
    await slot.docker.engine.startContainer(id, {
      signal,
      ...callTime(deadline),
    });
  } catch (error) {
    if (await wasStarted(slot, id, error, signal)) return;
    slot.take({ is: 'start-failed', id });
    // A path that the engine misses inside the container is not a path that the caller gave; the source of a mount is.
    const isOfCommand = isDocktopusError(error, 'path.not-found') && !/\bmount/i.test(error.reason);
    throw isOfCommand ? commandError(slot, error) : error;
  }
}

async function wasStarted(slot: Slot, id: string, error: unknown, signal: AbortSignal): Promise<boolean> {
  if (!isDocktopusError(error, 'engine.disconnected')) return false;
  const inspect = await slot.docker.engine.inspectContainer(id, { signal }).catch(() => undefined);
  if (inspect === undefined) return false;
  const status = inspectedStatus(inspect);
  // A container that has ended may have ended before, unless this was its first start.
  return isActive(status) || (status !== 'created' && isFresh(slot.stage));
}

function commandError(slot: Slot, { reason, details, cause }: DocktopusError): DocktopusError {
  const about = { operation: 'container.start', subject: slot.subject, reason, details, cause };
  return new DocktopusError('container.start-failed', about);
}

function callTime(deadline: Deadline): Pick<CallOptions, 'timeoutMs'> {
  const leftMs = beforeTheEnd(deadline);
  return leftMs < LONGEST_CALL_MS ? deadline.rest(leftMs) : { timeoutMs: LONGEST_CALL_MS };
}

/** Leaves some time to look at the container when it fails. */
function beforeTheEnd(deadline: Deadline): number {
  const leftMs = deadline.remainingMs();
  return leftMs - Math.min(1_000, leftMs / 20);
}

async function becomeReady(slot: Slot, id: string, options: StartOptions, deadline: Deadline): Promise<void> {
  const { docker } = slot;
  try {
    await waitUntilReady({
      docker,
      id,
      spec: slot.spec ?? {},
      subject: slot.subject,
      signal: deadline.signal,
      ...(options.timeoutMs === undefined ? {} : deadline.rest(beforeTheEnd(deadline))),
    });
    const { startedAt } = await statusHub(docker).look(id, { signal: deadline.signal });
    if (startedAt) slot.take({ is: 'seen-ready', id, startedAt: startedAt.getTime() });
    slot.take({ is: 'up', id });
  } catch (error) {
    const failure = await failStart(slot, id, error, options);
    slot.take({ is: 'start-failed', id });
    throw failure;
  }
}
