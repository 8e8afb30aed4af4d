import { Container, ContainerBuilder, type ContainerSpec } from '../container/index.ts';
import { DocktopusError } from '../errors/index.ts';
import { containerOwner, engineName } from './container-owner.ts';
import type { ContextLife } from './context-life.ts';

/** An empty builder whose containers belong to the context. */
export function builderOf(life: ContextLife, contextName: string): ContainerBuilder<Container> {
  const make = (spec: ContainerSpec) => emptySlot(life, contextName, spec);
  return ContainerBuilder.for(make).strict(life.environment.strict);
}

/** An empty slot for what `spec` describes; `name` is what the blueprint calls it, when it is a managed one. */
export function emptySlot(
  life: ContextLife,
  contextName: string,
  spec: ContainerSpec,
  name?: string,
): Container {
  if (life.scope.closed) throw closedError(contextName);
  const { identity, here, docker } = life;
  const owner = containerOwner(identity, name ?? spec.name ?? '', spec, here);
  const named = spec.name ?? (name === undefined ? undefined : engineName(identity, name, spec.lifetime));
  const placed = {
    ...spec,
    ...(named === undefined ? {} : { name: named }),
    onConflict: spec.onConflict ?? 'adopt',
  };
  // Asked for each creation: a context that is closed makes nothing any more.
  return Container.slot(docker, placed, (specHash) => {
    if (life.scope.closed) throw closedError(contextName);
    return owner(specHash);
  });
}

function closedError(contextName: string): DocktopusError {
  return new DocktopusError('context.closed', {
    operation: 'context.container',
    subject: contextName,
    reason: 'the context has been closed',
  });
}
