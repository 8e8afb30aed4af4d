import {
  CALL_OPTIONS,
  type OptionReaders,
  readAnyText,
  readFlag,
  readRecord,
  readText,
} from '../input/index.ts';
import { type CallTable, checkedCalls } from './calls/checked-calls.ts';
import { differences, refuseDifferences } from './calls/differences.ts';
import type { EngineCalls } from './calls/engine-calls.ts';
import { readFilters } from './calls/engine-options.ts';
import { pathSegment } from './calls/path-segment.ts';
import { isEngineRefusal } from './calls/refusal-text.ts';
import type { Call } from './calls/running-call.ts';
import type { VolumeInspect, VolumeOptions, Volumes } from './volumes.ts';

/** What the options of a volume may be. */
export const VOLUME: OptionReaders<VolumeOptions> = {
  ...CALL_OPTIONS,
  driver: readText,
  driverOptions: readRecord(readAnyText),
  labels: readRecord(readAnyText),
};

/** What the options of the calls about volumes may be. */
export const VOLUME_OPTIONS: CallTable<Volumes> = {
  ensure: [1, VOLUME],
  inspect: [1, CALL_OPTIONS],
  remove: [1, { ...CALL_OPTIONS, force: readFlag }],
  list: [0, { ...CALL_OPTIONS, filters: readFilters }],
};

/** {@link Volumes} one request each. */
export function volumesOver(calls: EngineCalls): Volumes {
  const volumes: Volumes = {
    async ensure(name, { driver = 'local', driverOptions = {}, labels = {}, ...options } = {}) {
      const call = volumeCall('ensure', name, options);
      pathSegment(name, call);
      const body = { Name: name, Driver: driver, DriverOpts: driverOptions, Labels: labels };
      // Engines answer as if they had made it when it is there already, whatever it is like.
      await calls.tell(call, { method: 'POST', path: '/volumes/create', body });
      const volume = await volumes.inspect(name, options);
      refuseDifferences(call.operation, name, [
        ...differences({ driver }, { driver: volume.Driver }),
        ...differences(driverOptions, volume.Options ?? {}, 'driverOptions.'),
      ]);
      return volume;
    },

    async inspect(name, options) {
      const call = volumeCall('inspect', name, options);
      return calls.ask<VolumeInspect>(call, { path: volumePath(name, call) });
    },

    async remove(name, { force = false, ...options } = {}) {
      const call = volumeCall('remove', name, options);
      try {
        await calls.tell(call, { method: 'DELETE', path: volumePath(name, call), query: { force } });
        return 'removed';
      } catch (error) {
        if (isEngineRefusal(error, 'volume.not-found')) return 'gone';
        throw error;
      }
    },

    async list({ filters, ...options } = {}) {
      const call = { operation: 'volumes.list', options };
      const { Volumes: list } = await calls.ask<{ readonly Volumes: readonly VolumeInspect[] | null }>(call, {
        path: '/volumes',
        query: { filters },
      });
      return list ?? [];
    },
  };
  return checkedCalls(volumes, 'volumes', VOLUME_OPTIONS);
}

function volumePath(name: string, call: Call): string {
  return `/volumes/${pathSegment(name, call)}`;
}

function volumeCall(verb: string, name: string, options: Call['options']): Call {
  return { operation: `volumes.${verb}`, subject: name, notFound: 'volume.not-found', options };
}
