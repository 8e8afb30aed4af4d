import type { Docker } from '@docktopus/core';
import { CommandFailure, EXIT, usageFailure } from '../output/index.ts';
import { listOwned, type OwnedContainer, shownName } from './owned-container.ts';

/**
 * The container that `wanted` names: an id or its beginning, the engine's name, the blueprint's name, or
 * `blueprint/name`.
 *
 * @throws CommandFailure when there is none, or more than one.
 */
export async function findContainer(
  docker: Docker,
  wanted: string,
  blueprint: string | undefined,
  signal: AbortSignal,
): Promise<OwnedContainer> {
  return chooseContainer(await listOwned(docker, blueprint, signal), wanted);
}

/** As {@link findContainer}, among those that are given. */
export function chooseContainer(all: readonly OwnedContainer[], wanted: string): OwnedContainer {
  const readings: readonly ((container: OwnedContainer) => boolean)[] = [
    ({ id }) => id === wanted,
    ({ name }) => name === wanted,
    (container) => `${container.blueprint}/${shownName(container)}` === wanted,
    ({ managedName }) => managedName === wanted,
    ({ id }) => /^[0-9a-f]{4,}$/.test(wanted) && id.startsWith(wanted),
  ];
  for (const fits of readings) {
    const found = all.filter(fits);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) throw ambiguous(wanted, found);
  }
  throw new CommandFailure(
    EXIT.failed,
    'container.not-found',
    `no container of a blueprint is called '${wanted}'`,
    all.length === 0
      ? 'No blueprint has a container on this engine'
      : "Run 'docktopus ps -a' for all of them",
  );
}

function ambiguous(wanted: string, found: readonly OwnedContainer[]): CommandFailure {
  const names = found.map(
    (container) => `${container.blueprint}/${shownName(container)} (${container.name})`,
  );
  return usageFailure(
    `'${wanted}' is the name of ${found.length} containers: ${names.join(', ')}`,
    'Give the engine name or the id, or choose a blueprint with -b',
  );
}
