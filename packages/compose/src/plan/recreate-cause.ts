import { serviceHash } from '../hash/index.ts';
import type { Service } from '../schema/index.ts';
import { namedVolumes, sharedServices, withContainerIds } from './desired-project.ts';
import type { ObservedContainer } from './observed-project.ts';
import type { Recreate } from './up-options.ts';
import type { UpPlanning } from './up-planning.ts';

/** Why a container makes room for a new one; nothing when it stays. */
export type RecreateCause = (container: ObservedContainer) => string | undefined;

/** What a service's containers are compared with, worked out once. */
export function recreateCause(planning: UpPlanning, name: string, policy: Recreate): RecreateCause {
  if (policy === 'never') return () => undefined;
  if (policy === 'always') return () => 'every container is to be replaced';
  const service = planning.service(name);
  const parent = sharedServices(service).find((other) => planning.recreated.has(other));
  if (parent !== undefined) return () => `it shares with ${parent}, which is replaced`;
  const hash = serviceHash(withContainerIds(service, (other) => firstContainer(planning, other)));
  const image = Object.hasOwn(planning.observed.images, name) ? planning.observed.images[name] : undefined;
  // What a pull or a build brings is not known yet.
  const imageId = image?.need === undefined ? (image?.id ?? '') : undefined;
  return (container) => {
    if (container.configHash !== hash) return 'its configuration has changed';
    if (imageId !== undefined && container.imageId !== imageId) return 'its image has changed';
    return missingNetwork(planning, service, container) ?? missingVolume(planning, service, container);
  };
}

/** As it was when the containers were made: also one that the plan removes. */
function firstContainer({ observed }: UpPlanning, service: string): string | undefined {
  const found = Object.hasOwn(observed.containers, service) ? observed.containers[service]! : [];
  return [...found].sort((a, b) => (a.name < b.name ? -1 : 1))[0]?.id;
}

/** A container that does not run may not be in its networks yet. */
function missingNetwork(
  planning: UpPlanning,
  service: Service,
  { state, networkIds }: ObservedContainer,
): string | undefined {
  if (state !== 'running') return undefined;
  const missing = Object.keys(service.networks ?? {})
    .sort()
    .find((key) => {
      const id = planning.networks.get(key)?.id;
      return id !== undefined && !networkIds.includes(id);
    });
  return missing === undefined ? undefined : `it is not in network ${missing}`;
}

function missingVolume(
  planning: UpPlanning,
  service: Service,
  { volumes }: ObservedContainer,
): string | undefined {
  const missing = namedVolumes(service).find((key) => {
    const name = planning.volumes.get(key)?.name;
    return name !== undefined && !volumes.includes(name);
  });
  return missing === undefined ? undefined : `it does not mount volume ${missing}`;
}
