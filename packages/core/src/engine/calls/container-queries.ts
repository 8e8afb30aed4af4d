import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { ContainerListEntry } from '../model/container-list-entry.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { segment } from './segment.ts';

type Queries = Pick<Engine, 'inspectContainer' | 'listContainers' | 'waitContainer'>;

interface WaitAnswer {
  readonly StatusCode: number;
  readonly Error?: { readonly Message?: string } | null;
}

/** The calls that look at containers. */
export function containerQueries(calls: EngineCalls): Queries {
  const { dockerode } = calls;
  return {
    async inspectContainer(idOrName, options) {
      const call = containerCall('inspectContainer', idOrName, options);
      return calls.ask<ContainerInspect>(call, (abortSignal) =>
        dockerode.getContainer(segment(idOrName, call)).inspect({ abortSignal }),
      );
    },

    async listContainers({ all = true, filters, ...options } = {}) {
      const call = { operation: 'engine.listContainers', options };
      const query = { all, ...(filters === undefined ? {} : { filters: JSON.stringify(filters) }) };
      return calls.ask<readonly ContainerListEntry[]>(call, (abortSignal) =>
        dockerode.listContainers({ _query: query, abortSignal }),
      );
    },

    async waitContainer(id, { condition = 'not-running', ...options } = {}) {
      const call = containerCall('waitContainer', id, options, Number.POSITIVE_INFINITY);
      const { StatusCode, Error: failure } = await calls.ask<WaitAnswer>(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).wait({ _query: { condition }, abortSignal }),
      );
      return { statusCode: StatusCode, error: failure?.Message || undefined };
    },
  };
}
