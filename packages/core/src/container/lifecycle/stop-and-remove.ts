import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { ownershipLabels } from '../../labels/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { Lifetime } from '../options/lifetime.ts';
import { Slot } from '../slot/slot.ts';
import { noOwner } from '../slot/standalone-owner.ts';
import { findContainer } from './find-container.ts';
import { removeSlot } from './remove.ts';
import { stopSlot } from './stop.ts';

export interface StopAndRemoveOptions extends Pick<CallOptions, 'signal'> {
  /**
   * That of the container which takes its place. Anonymous volumes stay when either of the two is `persistent`: they may
   * hold data.
   */
  readonly lifetime: Lifetime;
  /** How long stopping may take, in milliseconds. @default the container's own stop timeout */
  readonly stopTimeoutMs?: number | undefined;
}

/** Removes a container that makes room for another. It is stopped first, since it may have something to write down. */
export async function stopAndRemove(
  docker: Docker,
  id: string,
  { lifetime, stopTimeoutMs, signal }: StopAndRemoveOptions,
): Promise<void> {
  const inspect = await findContainer(docker, id, { signal });
  if (inspect === undefined) return;
  const former = new Slot(docker, undefined, noOwner, { given: { id } });
  // A container that cannot be stopped in peace is removed by force. If that fails too, the removal says so.
  await stopSlot(former, { signal, timeoutMs: stopTimeoutMs }).catch(() => undefined);
  await removeSlot(former, {
    force: true,
    volumes: lifetime === 'session' && !isPersistent(inspect),
    signal,
  });
}

function isPersistent({ Config }: ContainerInspect): boolean {
  return Config.Labels?.[ownershipLabels.lifetime] === 'persistent';
}
