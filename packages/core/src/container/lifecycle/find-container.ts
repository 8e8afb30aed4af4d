import type { ContainerInspect, Docker } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import type { CallOptions } from '../../scope/index.ts';

/** The container with this name or id, if there is one. */
export async function findContainer(
  docker: Docker,
  idOrName: string,
  options: CallOptions,
): Promise<ContainerInspect | undefined> {
  try {
    return await docker.engine.inspectContainer(idOrName, options);
  } catch (error) {
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  }
}
