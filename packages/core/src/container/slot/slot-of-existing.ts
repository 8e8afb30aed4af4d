import { type Docker, requireDocker } from '../../engine/index.ts';
import { checkArguments, readAnyText } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { asFailureOf } from './as-failure-of.ts';
import { Slot } from './slot.ts';
import { noOwner } from './standalone-owner.ts';

/** A slot without a spec around a container that is there. @throws DocktopusError `container.not-found` */
export async function slotOfExisting(docker: Docker, idOrName: string, options?: CallOptions): Promise<Slot> {
  requireDocker(docker, 'Container.fromId');
  checkArguments({ idOrName }, { idOrName: readAnyText }, 'Container.fromId');
  try {
    const { Id, Name } = await docker.engine.inspectContainer(idOrName, options);
    return new Slot(docker, undefined, noOwner, { given: { id: Id, name: Name.replace(/^\//, '') } });
  } catch (error) {
    throw asFailureOf('container.fromId', idOrName, error);
  }
}
