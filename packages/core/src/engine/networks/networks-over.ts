import { answeredId } from '../calls/answered-id.ts';
import { engineSays, saidBy } from '../calls/answers.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { eventCalls } from '../calls/events.ts';
import type { Call } from '../calls/running-call.ts';
import { segment } from '../calls/segment.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { ensureNetwork } from './ensure-network.ts';
import { networkBody } from './network-body.ts';
import type { NetworkInspect, Networks } from './networks.ts';

/** {@link Networks} over dockerode's methods. */
export function networksOver(calls: EngineCalls, engine: EngineVersion['engine']): Networks {
  const { dockerode } = calls;
  const network = (idOrName: string, call: Call) => dockerode.getNetwork(segment(idOrName, call));
  const networks: Networks = {
    ensure: (name, options) => ensureNetwork({ ...networks, ...eventCalls(calls, engine) }, name, options),

    async create(name, options = {}) {
      const call = networkCall('create', name, options);
      const body = networkBody(name, options);
      segment(name, call);
      const { id } = await calls.ask<{ readonly id: string | undefined }>(call, (abortSignal) =>
        dockerode.createNetwork({ _body: body, abortSignal }),
      );
      return networks.inspect(answeredId(id, call), options);
    },

    async inspect(idOrName, options) {
      const call = networkCall('inspect', idOrName, options);
      return calls.ask<NetworkInspect>(call, (abortSignal) =>
        network(idOrName, call).inspect({ abortSignal }),
      );
    },

    async connect(idOrName, container, { aliases, settings, ...options } = {}) {
      const call = networkCall('connect', idOrName, options);
      const endpoint = { ...settings, ...(aliases === undefined ? {} : { Aliases: aliases }) };
      segment(container, { ...call, notFound: 'container.not-found' });
      const body = { Container: container, EndpointConfig: endpoint };
      try {
        await calls.run(call, (abortSignal) => network(idOrName, call).connect({ _body: body, abortSignal }));
        return 'connected';
      } catch (error) {
        if (/already exists in network|already connected|network already connected/i.test(saidBy(error)))
          return 'already-connected';
        throw error;
      }
    },

    async disconnect(idOrName, container, { force = false, ...options } = {}) {
      const call = networkCall('disconnect', idOrName, options);
      segment(container, { ...call, notFound: 'container.not-found' });
      const body = { Container: container, Force: force };
      try {
        await calls.run(call, (abortSignal) =>
          network(idOrName, call).disconnect({ _body: body, abortSignal }),
        );
        return 'disconnected';
      } catch (error) {
        const gone = engineSays(error, 'network.not-found', 'container.not-found');
        if (gone || /is not connected to/i.test(saidBy(error))) return 'not-connected';
        throw error;
      }
    },

    async remove(idOrName, options) {
      const call = networkCall('remove', idOrName, options);
      try {
        await calls.run(call, (abortSignal) => network(idOrName, call).remove({ abortSignal }));
        return 'removed';
      } catch (error) {
        if (engineSays(error, 'network.not-found')) return 'gone';
        throw error;
      }
    },

    async list({ filters, ...options } = {}) {
      const call = { operation: 'networks.list', options };
      const query = filters === undefined ? {} : { filters: JSON.stringify(filters) };
      return calls.ask<readonly NetworkInspect[]>(call, (abortSignal) =>
        dockerode.listNetworks({ _query: query, abortSignal }),
      );
    },
  };
  return networks;
}

function networkCall(verb: string, subject: string, options: Call['options']): Call {
  return { operation: `networks.${verb}`, subject, notFound: 'network.not-found', options };
}
