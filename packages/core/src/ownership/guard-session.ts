import { type Docker, findEndpoint } from '../engine/index.ts';
import { ownershipLabels } from '../labels/index.ts';
import { engineAddress } from './engine-address.ts';
import { currentSession, printSession } from './session.ts';
import { watchSession } from './session-watch.ts';
import { startWatcher } from './watcher.ts';

/** What keeps an eye on a session that others make things in. */
export interface SessionGuard {
  /** Removes what ends with the session, and stops watching. @throws what could not be removed; the watcher tries again */
  close(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** Makes this process the owner of its session: a watcher removes what is left when it dies. */
export async function guardSession(docker: Docker): Promise<SessionGuard> {
  const session = currentSession();
  const engine = engineAddress(await findEndpoint(docker));
  const watch = engine && (await watchSession(docker.engine, () => startWatcher({ session, engine })));
  const label = [
    `${ownershipLabels.session}=${printSession(session)}`,
    `${ownershipLabels.lifetime}=session`,
  ];
  return {
    async close({ signal } = {}) {
      let clean = false;
      try {
        await removeLabelled(docker, label, signal);
        clean = true;
      } finally {
        await watch?.release(clean);
      }
    },
  };
}

async function removeLabelled(
  { engine, networks, volumes }: Docker,
  label: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const containers = await engine.listContainers({ all: true, filters: { label }, signal });
  await Promise.all(
    containers.map(async ({ Id }) => {
      await engine.stopContainer(Id, { signal });
      await engine.removeContainer(Id, { force: true, volumes: true, signal });
    }),
  );
  for (const { Id } of await networks.list({ filters: { label }, signal }))
    await networks.remove(Id, { signal });
  // Volumes that end with a session hold no data: they say who uses a persistent container.
  for (const { Name } of await volumes.list({ filters: { label }, signal }))
    await volumes.remove(Name, { signal });
}
