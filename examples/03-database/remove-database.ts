import { type Docker, ownershipLabels } from '@docktopus/core';

/** Removes what the blueprint `name` has left in the engine, and all data with it. */
export async function removeDatabase(docker: Docker, name: string): Promise<void> {
  const filters = { label: [`${ownershipLabels.blueprint}=${name}`] };
  const containers = await docker.engine.listContainers({ all: true, filters });
  for (const { Id } of containers) await docker.engine.removeContainer(Id, { force: true });
  for (const { Name } of await docker.networks.list({ filters })) await docker.networks.remove(Name);
  for (const { Name } of await docker.volumes.list({ filters })) await docker.volumes.remove(Name);
}
