import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { ContainerListEntry } from '../model/container-list-entry.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { segment } from './segment.ts';

type Queries = Pick<Engine, 'inspectContainer' | 'listContainers' | 'waitContainer'>;

/** The calls that look at containers. */
export function containerQueries(calls: EngineCalls): Queries {
  const { dockerode } = calls;
  return {
    async inspectContainer(idOrName, options) {
      const call = containerCall('inspectContainer', idOrName, options);
      const inspect = await calls.run(call, (abortSignal) =>
        dockerode.getContainer(segment(idOrName, call)).inspect({ abortSignal }),
      );
      return inspect as ContainerInspect;
    },

    async listContainers({ all = true, filters, ...options } = {}) {
      const call = { operation: 'engine.listContainers', options };
      const query = { all, ...(filters === undefined ? {} : { filters: JSON.stringify(filters) }) };
      const list = await calls.run(call, (abortSignal) =>
        dockerode.listContainers({ _query: query, abortSignal }),
      );
      return list as readonly ContainerListEntry[];
    },

    async waitContainer(id, { condition = 'not-running', ...options } = {}) {
      const call = containerCall('waitContainer', id, options, Number.POSITIVE_INFINITY);
      const answer = (await calls.run(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).wait({ _query: { condition }, abortSignal }),
      )) as { StatusCode?: number; Error?: { Message?: string } | null };
      return { statusCode: answer.StatusCode ?? 0, error: answer.Error?.Message || undefined };
    },
  };
}
