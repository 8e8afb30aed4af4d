import { ownershipLabels } from '../labels/index.ts';
import { inParallel, throwAll } from '../scope/index.ts';
import type { ContextLife } from './context-life.ts';

/** The engine's own stop timeout where a spec gives none. */
const ENGINE_STOP_MS = 10_000;

/**
 * Stops and removes all that ends with a context: the members of its group in reverse order, then whatever else carries
 * its mark, even if its creation was never heard of.
 *
 * @throws what failed, all of it.
 */
export async function removeOwned(life: ContextLife): Promise<void> {
  const failures: unknown[] = [];
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
  await attempt(stopGroup(life));
  await attempt(removeMarkedContainers(life, attempt));
  await attempt(removeMarkedNetworks(life, attempt));
  throwAll(failures, `${failures.length} things could not be removed`);
}

function stopGroup({ group, connection }: ContextLife): Promise<void> {
  const ending = [...group.containers].filter(([, { spec }]) => spec?.lifetime === 'session');
  const names = ending.map(([name]) => name);
  return group.stop({ names, graceMs: connection.environment.shutdownGraceMs, remove: true });
}

type Attempt = (work: Promise<void>) => Promise<void>;

async function removeMarkedContainers({ connection }: ContextLife, attempt: Attempt): Promise<void> {
  const { docker, environment, identity } = connection;
  const { engine } = docker;
  const graceSeconds = Math.floor(Math.min(ENGINE_STOP_MS, environment.shutdownGraceMs) / 1_000);
  const left = await engine.listContainers({ all: true, filters: { label: marks(identity) } });
  const remove = async ({ Id, State }: (typeof left)[number]) => {
    if (State === 'running') await engine.stopContainer(Id, { graceSeconds }).catch(() => undefined);
    await engine.removeContainer(Id, { force: true, volumes: true });
  };
  await inParallel(left, (entry) => attempt(remove(entry)));
}

async function removeMarkedNetworks({ connection }: ContextLife, attempt: Attempt): Promise<void> {
  const { networks } = connection.docker;
  const left = await networks.list({ filters: { label: marks(connection.identity) } });
  const remove = async ({ Id }: (typeof left)[number]) => void (await networks.remove(Id));
  await inParallel(left, (network) => attempt(remove(network)));
}

/** Labels of what this context made and takes along. */
function marks({ nonce }: ContextLife['connection']['identity']): readonly string[] {
  return [`${ownershipLabels.nonce}=${nonce}`, `${ownershipLabels.lifetime}=session`];
}
