import type { Engine } from '../engine.ts';
import { containerCall, containerPath } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { SILENCE_MS } from './open-stream.ts';

const PUT_MS = 600_000;

/** The calls that move tar streams in and out of a container. */
export function archiveCalls(calls: EngineCalls): Pick<Engine, 'putArchive' | 'getArchive'> {
  return {
    async putArchive(id, path, archive, options) {
      const call = containerCall('putArchive', id, options, PUT_MS);
      await calls.tell(call, {
        method: 'PUT',
        path: containerPath(id, 'archive', call),
        query: { path, noOverwriteDirNonDir: options?.keepKinds ? '1' : undefined },
        body: archive,
      });
    },

    async getArchive(id, path, options) {
      const call = containerCall('getArchive', id, options);
      const request = { path: containerPath(id, 'archive', call), query: { path } };
      return (await calls.open(call, 'beginning', request)).toReadable(SILENCE_MS);
    },
  };
}
