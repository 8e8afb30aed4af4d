import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { ContainerListEntry } from '../model/container-list-entry.ts';
import { containerCall, containerPath } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';

type Queries = Pick<Engine, 'inspectContainer' | 'listContainers' | 'waitContainer'>;

interface WaitAnswer {
  readonly StatusCode: number;
  readonly Error?: { readonly Message?: string } | null;
}

/** The calls that look at containers. */
export function containerQueries(calls: EngineCalls): Queries {
  return {
    async inspectContainer(idOrName, options) {
      const call = containerCall('inspectContainer', idOrName, options);
      return calls.ask<ContainerInspect>(call, { path: containerPath(idOrName, 'json', call) });
    },

    async listContainers({ all = true, filters, ...options } = {}) {
      const call = { operation: 'engine.listContainers', options };
      return calls.ask<readonly ContainerListEntry[]>(call, {
        path: '/containers/json',
        query: { all, filters },
      });
    },

    async waitContainer(id, { condition = 'not-running', ...options } = {}) {
      const call = containerCall('waitContainer', id, options, Number.POSITIVE_INFINITY);
      // Asked a second time, `next-exit` would miss an exit in between.
      const once = condition === 'next-exit';
      const { StatusCode, Error: failure } = await calls.ask<WaitAnswer>(call, {
        method: 'POST',
        path: containerPath(id, 'wait', call),
        query: { condition },
        long: once,
        repeatable: !once,
      });
      return { statusCode: StatusCode, error: failure?.Message || undefined };
    },
  };
}
