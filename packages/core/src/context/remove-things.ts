import { ownershipLabels } from '../labels/index.ts';
import { inParallel, throwAll } from '../scope/index.ts';
import type { ContextLife } from './context-life.ts';
import { executeStop } from './plan/execute-stop.ts';

/** The engine's own patience where a spec does not say. */
const ENGINE_STOP_MS = 10_000;

/**
 * Stops and removes everything of a context that lives as long as it: the managed containers in reverse order, then
 * whatever else carries its mark, whether we have heard of its creation or not.
 *
 * @throws what failed, all of it.
 */
export async function removeThings(life: ContextLife): Promise<void> {
  const failures: unknown[] = [];
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
  await attempt(stopManaged(life));
  await attempt(removeMarkedContainers(life, attempt));
  await attempt(removeMarkedNetworks(life, attempt));
  throwAll(failures, `${failures.length} things could not be removed`);
}

function stopManaged({ plan, containers, environment }: ContextLife): Promise<void> {
  return executeStop(plan, async ({ name }) => {
    const container = containers.get(name);
    if (container.spec?.lifetime !== 'session') return;
    const seconds = container.spec.stopTimeoutSeconds ?? ENGINE_STOP_MS / 1_000;
    const ownMs = seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1_000;
    // One that cannot be stopped in peace is removed all the same, which says so if that fails, too.
    await container.stop({ graceMs: Math.min(ownMs, environment.shutdownGraceMs) }).catch(() => undefined);
    await container.remove({ force: true });
  });
}

type Attempt = (work: Promise<void>) => Promise<void>;

async function removeMarkedContainers(life: ContextLife, attempt: Attempt): Promise<void> {
  const { engine } = life.docker;
  const graceSeconds = Math.floor(Math.min(ENGINE_STOP_MS, life.environment.shutdownGraceMs) / 1_000);
  const left = await engine.listContainers({ all: true, filters: { label: marks(life) } });
  const remove = async ({ Id, State }: (typeof left)[number]) => {
    if (State === 'running') await engine.stopContainer(Id, { graceSeconds }).catch(() => undefined);
    await engine.removeContainer(Id, { force: true, volumes: true });
  };
  await inParallel(left, (entry) => attempt(remove(entry)));
}

async function removeMarkedNetworks(life: ContextLife, attempt: Attempt): Promise<void> {
  const { networks } = life.docker;
  const left = await networks.list({ filters: { label: marks(life) } });
  const remove = async ({ Id }: (typeof left)[number]) => void (await networks.remove(Id));
  await inParallel(left, (network) => attempt(remove(network)));
}

/** Labels of what this context made and takes along. */
function marks({ identity }: ContextLife): readonly string[] {
  return [`${ownershipLabels.nonce}=${identity.nonce}`, `${ownershipLabels.lifetime}=session`];
}
