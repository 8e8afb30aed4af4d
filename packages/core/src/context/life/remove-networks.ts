import { isDocktopusError } from '../../errors/index.ts';
import { ownershipOf } from '../../labels/index.ts';
import { judgeSession, parseSession } from '../../ownership/index.ts';
import { inParallel } from '../../scope/index.ts';
import { type ContextLife, isLiveContext } from './context-life.ts';

/** Runs one removal, whose failure keeps no other from being tried. */
export type Attempt = (work: Promise<void>) => Promise<void>;

/**
 * Removes the networks of a context, and networks of contexts that are gone if this one used them. A network that still
 * has containers stays: the last context that uses it removes it.
 */
export async function removeNetworks(
  life: ContextLife,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<void> {
  const { networks } = life.connection.docker;
  const own = await networks.list({ filters: { label: life.marks }, signal });
  for (const { Name } of own) life.unansweredNetworks.delete(Name);
  const orphaned = await Promise.all(
    [...life.usedNetworks].map((name) => orphanedNetwork(life, name, signal)),
  );
  const ids = [...own.map(({ Id }) => Id), ...orphaned.flat()];
  const remove = async (id: string) => {
    try {
      await networks.remove(id, { signal });
    } catch (error) {
      if (!isDocktopusError(error, 'network.in-use')) throw error;
    }
  };
  await inParallel([...new Set(ids)], (id) => attempt(remove(id)));
}

/** The network of that name if it ends with a context that is gone. */
export async function orphanedNetwork(
  life: ContextLife,
  name: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const { docker, identity, here } = life.connection;
  const network = await docker.networks.inspect(name, { signal }).catch((error: unknown) => {
    if (isDocktopusError(error, 'network.not-found')) return undefined;
    throw error;
  });
  const owner = ownershipOf(network?.Labels);
  if (network === undefined || owner?.blueprint !== identity.blueprint || owner.lifetime !== 'session')
    return [];
  const session = parseSession(owner.session);
  if (session === undefined) return [];
  await here.containers?.look([owner.session], signal);
  const isGone =
    owner.session === identity.session
      ? !isLiveContext(owner.nonce)
      : judgeSession(session, here).state === 'gone';
  return isGone ? [network.Id] : [];
}
