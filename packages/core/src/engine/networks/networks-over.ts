import { answeredId } from '../calls/answered-id.ts';
import { checkedCalls } from '../calls/checked-calls.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import { eventCalls } from '../calls/events.ts';
import { pathSegment } from '../calls/path-segment.ts';
import { isEngineRefusal, refusalText } from '../calls/refusal-text.ts';
import type { Call } from '../calls/running-call.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { ensureNetwork } from './ensure-network.ts';
import { networkBody } from './network-body.ts';
import { NETWORK_OPTIONS } from './network-options.ts';
import type { NetworkInspect, Networks } from './networks.ts';

/** {@link Networks}, one request each. */
export function networksOver(calls: EngineCalls, engine: EngineVersion['engine']): Networks {
  const networks: Networks = {
    ensure: (name, options) => ensureNetwork({ ...networks, ...eventCalls(calls, engine) }, name, options),

    async create(name, options = {}) {
      const call = networkCall('create', name, options);
      const body = networkBody(name, options);
      pathSegment(name, call);
      const { Id } = await calls.ask<{ readonly Id?: string }>(call, {
        method: 'POST',
        path: '/networks/create',
        body,
      });
      return networks.inspect(answeredId(Id, call), options);
    },

    async inspect(idOrName, options) {
      const call = networkCall('inspect', idOrName, options);
      return calls.ask<NetworkInspect>(call, { path: networkPath(idOrName, '', call) });
    },

    async connect(idOrName, container, { aliases, settings, ...options } = {}) {
      const call = networkCall('connect', idOrName, options);
      const endpoint = { ...settings, ...(aliases === undefined ? {} : { Aliases: aliases }) };
      pathSegment(container, { ...call, notFound: 'container.not-found' });
      const body = { Container: container, EndpointConfig: endpoint };
      try {
        await calls.tell(call, { method: 'POST', path: networkPath(idOrName, '/connect', call), body });
        return 'connected';
      } catch (error) {
        if (/already exists in network|already connected|network already connected/i.test(refusalText(error)))
          return 'already-connected';
        throw error;
      }
    },

    async disconnect(idOrName, container, { force = false, ...options } = {}) {
      const call = networkCall('disconnect', idOrName, options);
      pathSegment(container, { ...call, notFound: 'container.not-found' });
      const body = { Container: container, Force: force };
      try {
        await calls.tell(call, { method: 'POST', path: networkPath(idOrName, '/disconnect', call), body });
        return 'disconnected';
      } catch (error) {
        const gone = isEngineRefusal(error, 'network.not-found', 'container.not-found');
        if (gone || /is not connected to/i.test(refusalText(error))) return 'not-connected';
        throw error;
      }
    },

    async remove(idOrName, options) {
      const call = networkCall('remove', idOrName, options);
      try {
        await calls.tell(call, { method: 'DELETE', path: networkPath(idOrName, '', call) });
        return 'removed';
      } catch (error) {
        if (isEngineRefusal(error, 'network.not-found')) return 'gone';
        throw error;
      }
    },

    async list({ filters, ...options } = {}) {
      const call = { operation: 'networks.list', options };
      return calls.ask<readonly NetworkInspect[]>(call, { path: '/networks', query: { filters } });
    },
  };
  return checkedCalls(networks, 'networks', NETWORK_OPTIONS);
}

function networkPath(idOrName: string, action: string, call: Call): string {
  return `/networks/${pathSegment(idOrName, call)}${action}`;
}

function networkCall(verb: string, subject: string, options: Call['options']): Call {
  return { operation: `networks.${verb}`, subject, notFound: 'network.not-found', options };
}
