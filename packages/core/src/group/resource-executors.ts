import type { Docker } from '../engine/index.ts';
import type { Executors } from './execute-plan.ts';
import type { ResourceStep } from './resource-step.ts';

/** What each step on a network or a volume does. A network or volume that exists and fits is left as it is. */
export function resourceExecutors({ networks, volumes }: Docker): Executors<ResourceStep> {
  return {
    'create network': ({ resource, options }, signal) =>
      networks.ensure(resource.name, { ...options, signal }),
    'create volume': ({ resource, options }, signal) => volumes.ensure(resource.name, { ...options, signal }),
    'remove network': ({ resource }, signal) => networks.remove(resource.name, { signal }),
    'remove volume': ({ resource }, signal) => volumes.remove(resource.name, { signal }),
  };
}
