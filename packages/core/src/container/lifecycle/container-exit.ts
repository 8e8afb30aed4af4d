import type { Subscription } from 'rxjs';
import type { Docker, EngineEvent } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions } from '../../input/index.ts';
import {
  abortable,
  answerTimeout,
  anySignal,
  type CallOptions,
  startDeadline,
  withResolvers,
} from '../../scope/index.ts';
import {
  type ContainerSnapshot,
  isTerminal,
  type StatusHub,
  statusHub,
  toSnapshot,
  until,
  watchContainer,
} from '../../status/index.ts';
import { wasOomKilled } from '../failure/index.ts';
import type { Slot } from '../slot/slot.ts';
import { findContainer } from './find-container.ts';

/** How a container ended. */
export interface ContainerExit {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own words when it ended for a reason of the engine's. */
  readonly error?: string;
}

/** How long the engine's blocking `wait` is used; a longer wait follows the live status, which needs a connection. */
const ASK_MS = 10_000;
/** How long the event of an end may take to come after the container is gone. */
const ON_THE_WAY_MS = 2_000;

/** Resolves with the exit of the slot's container; `undefined` for an empty slot. */
export async function waitSlot(slot: Slot, options: CallOptions): Promise<ContainerExit | undefined> {
  checkOptions(options, CALL_OPTIONS, 'container.wait', slot.subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.wait', slot.subject);
  const { id } = slot;
  if (id === undefined) return undefined;
  const { signal } = deadline;
  using heard = await listenIfNeeded(slot, id, signal);
  return await waitForExit(slot, id, heard, signal);
}

/**
 * Resolves once the container has ended for good. A container that was not started yet is waited for.
 *
 * The truth is the container's state. Only a container that the engine removes by itself when it ends leaves no state
 * behind: for that one, the exit that was heard counts.
 *
 * @throws DocktopusError `container.removed` when the container went away before its end was seen.
 */
export async function waitForExit(
  slot: Pick<Slot, 'docker' | 'subject' | 'observed'>,
  id: string,
  heard: ExitListener | undefined,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const { docker, subject } = slot;
  const early = heard ? undefined : await exitSoon(slot, id, signal);
  if (early !== undefined) return early;
  const over = await until(
    watchContainer(docker, id),
    (snapshot) => (snapshot.status === undefined && !snapshot.stale) || exitOf(snapshot) !== undefined,
    { signal, timeoutMs: 0 },
    subject,
  );
  const exit = (await exitWith(docker, id, over, signal)) ?? (await heard?.exit(signal));
  if (exit !== undefined) return exit;
  throw new DocktopusError('container.removed', {
    operation: 'container.wait',
    subject,
    reason: 'the container was removed before its exit code could be read',
  });
}

/** The exit when it comes soon and for good: two calls, whereas watching takes three and a connection. */
async function exitSoon(
  { docker, observed }: Pick<Slot, 'docker' | 'observed'>,
  id: string,
  signal: AbortSignal,
): Promise<ContainerExit | undefined> {
  try {
    await docker.engine.waitContainer(id, { signal, timeoutMs: ASK_MS });
    const snapshot = observed
      ? await statusHub(docker).look(id, { signal })
      : toSnapshot(await docker.engine.inspectContainer(id, { signal }));
    return await exitWith(docker, id, snapshot, signal);
  } catch {
    // It takes longer, or the engine is away for a while: watching shows how it goes on.
    signal.throwIfAborted();
    return undefined;
  }
}

/** As the container's state tells it, completed by what its events know better. */
async function exitWith(
  docker: Docker,
  id: string,
  snapshot: ContainerSnapshot,
  signal: AbortSignal,
): Promise<ContainerExit | undefined> {
  const exit = exitOf(snapshot);
  return exit && { ...exit, oomKilled: await wasOomKilled(statusHub(docker), id, snapshot, signal) };
}

/** Under a restart policy, a container has ended once the engine will not start it again. */
function exitOf({ status, exitCode, oomKilled, error, stale }: ContainerSnapshot): ContainerExit | undefined {
  if (stale || !isTerminal(status)) return undefined;
  return { exitCode: exitCode ?? -1, oomKilled, ...(error === undefined ? {} : { error }) };
}

/** Hears the end of a container as its events tell it, for containers that leave nothing to look at. */
export class ExitListener implements Disposable {
  readonly #exited = withResolvers<ContainerExit>();
  readonly #subscription: Subscription;
  #oomKilled = false;

  private constructor(hub: StatusHub, id: string) {
    this.#subscription = hub.heard(id, ['die', 'oom']).subscribe((event) => this.#hear(event));
  }

  /** Resolves once it listens: an end from now on is heard. */
  static async listen(hub: StatusHub, id: string, signal: AbortSignal): Promise<ExitListener> {
    const listener = new ExitListener(hub, id);
    try {
      await hub.opened(signal);
      return listener;
    } catch (error) {
      listener[Symbol.dispose]();
      throw error;
    }
  }

  /** The end of a container that is gone; its event may still be on the way. */
  async exit(signal: AbortSignal): Promise<ContainerExit | undefined> {
    try {
      return await abortable(this.#exited.promise, anySignal(signal, answerTimeout(ON_THE_WAY_MS)));
    } catch {
      // No event tells of its end: the container was removed without one, or the connection was lost.
      signal.throwIfAborted();
      return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }

  #hear({ action, attributes }: EngineEvent): void {
    if (action === 'oom') this.#oomKilled = true;
    if (action === 'die') {
      this.#exited.resolve({ exitCode: Number(attributes.exitCode ?? -1), oomKilled: this.#oomKilled });
    }
  }
}

/** Listens for the end of a container that the engine removes when it ends: nothing of it is left to look at then. */
export async function listenIfNeeded(
  { docker, body }: Pick<Slot, 'docker' | 'body'>,
  id: string,
  signal: AbortSignal,
): Promise<ExitListener | undefined> {
  const { HostConfig } = body ?? (await findContainer(docker, id, { signal })) ?? {};
  return HostConfig?.AutoRemove ? await ExitListener.listen(statusHub(docker), id, signal) : undefined;
}
