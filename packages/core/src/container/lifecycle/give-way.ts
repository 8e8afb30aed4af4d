import type { Docker } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { Slot } from '../slot/slot.ts';
import { nobody } from '../slot/standalone-owner.ts';
import type { Lifetime } from '../spec/container-spec.ts';
import { removeSlot } from './remove.ts';
import { stopSlot } from './stop.ts';

export interface GiveWayOptions extends Pick<CallOptions, 'signal'> {
  /** Nobody has named the anonymous volumes of a `persistent` one, but data may be in them: they stay. */
  readonly lifetime: Lifetime;
  /** How long its end may take, in milliseconds. @default as long as its own stop timeout says */
  readonly stopTimeoutMs?: number | undefined;
}

/** Removes a container that another takes the place of. It may have something to write down, so it is stopped first. */
export async function giveWay(
  docker: Docker,
  id: string,
  { lifetime, stopTimeoutMs, signal }: GiveWayOptions,
): Promise<void> {
  const former = new Slot(docker, undefined, nobody, { id, origin: 'given' });
  // One that cannot be stopped in peace is removed all the same, which says so if that fails, too.
  await stopSlot(former, { signal, timeoutMs: stopTimeoutMs }).catch(() => undefined);
  await removeSlot(former, { force: true, volumes: lifetime === 'session', signal });
}
