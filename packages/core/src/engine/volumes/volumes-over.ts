import { engineSays } from '../calls/answers.ts';
import { differences, refuseDifferences } from '../calls/differences.ts';
import type { EngineCalls } from '../calls/engine-calls.ts';
import type { Call } from '../calls/running-call.ts';
import { segment } from '../calls/segment.ts';
import type { VolumeInspect, Volumes } from './volumes.ts';

/** {@link Volumes} over dockerode's methods. */
export function volumesOver(calls: EngineCalls): Volumes {
  const { dockerode } = calls;
  const volumes: Volumes = {
    async ensure(name, { driver = 'local', driverOptions = {}, labels = {}, ...options } = {}) {
      const call = volumeCall('ensure', name, options);
      segment(name, call);
      const body = { Name: name, Driver: driver, DriverOpts: driverOptions, Labels: labels };
      // Engines answer as if they had made it when it is there already, whatever it is like.
      await calls.run(call, (abortSignal) => dockerode.createVolume({ _body: body, abortSignal }));
      const volume = await volumes.inspect(name, options);
      refuseDifferences(call.operation, name, [
        ...differences({ driver }, { driver: volume.Driver }),
        ...differences(driverOptions, volume.Options ?? {}, 'driverOptions.'),
      ]);
      return volume;
    },

    async inspect(name, options) {
      const call = volumeCall('inspect', name, options);
      return calls.ask<VolumeInspect>(call, (abortSignal) =>
        dockerode.getVolume(segment(name, call)).inspect({ abortSignal }),
      );
    },

    async remove(name, { force = false, ...options } = {}) {
      const call = volumeCall('remove', name, options);
      try {
        await calls.run(call, (abortSignal) =>
          dockerode.getVolume(segment(name, call)).remove({ _query: { force }, abortSignal }),
        );
        return 'removed';
      } catch (error) {
        if (engineSays(error, 'volume.not-found')) return 'gone';
        throw error;
      }
    },

    async list({ filters, ...options } = {}) {
      const call = { operation: 'volumes.list', options };
      const query = filters === undefined ? {} : { filters: JSON.stringify(filters) };
      const answer = await calls.ask<{ readonly Volumes: readonly VolumeInspect[] | null }>(
        call,
        (abortSignal) => dockerode.listVolumes({ _query: query, abortSignal }),
      );
      return answer.Volumes ?? [];
    },
  };
  return volumes;
}

function volumeCall(verb: string, name: string, options: Call['options']): Call {
  return { operation: `volumes.${verb}`, subject: name, notFound: 'volume.not-found', options };
}
