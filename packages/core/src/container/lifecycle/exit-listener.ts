import type { Subscription } from 'rxjs';
import type { EngineEvent } from '../../engine/index.ts';
import { abortable, anySignal, withResolvers } from '../../scope/index.ts';
import { type StatusHub, statusHub } from '../../status/index.ts';
import type { Slot } from '../slot/slot.ts';
import type { ContainerExit } from './container-exit.ts';
import { findContainer } from './find-container.ts';

const ON_THE_WAY_MS = 2_000;

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
      return await abortable(this.#exited.promise, anySignal(signal, AbortSignal.timeout(ON_THE_WAY_MS)));
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
