import type { Readable } from 'node:stream';
import type { Engine } from '../engine.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { segment } from './segment.ts';
import { translated } from './translated.ts';

const PUT_MS = 600_000;

type ArchiveCalls = Pick<Engine, 'putArchive' | 'getArchive'>;

/** The calls that move tar streams in and out of a container. */
export function archiveCalls(calls: EngineCalls): ArchiveCalls {
  const { dockerode } = calls;
  return {
    async putArchive(id, path, archive, options) {
      const call = containerCall('putArchive', id, options, PUT_MS);
      await calls.run(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).putArchive(archive, { abortSignal, _query: { path } }),
      );
    },

    async getArchive(id, path, options) {
      const call = containerCall('getArchive', id, options);
      const stream = await calls.open<Readable>(call, 'beginning', (abortSignal) =>
        dockerode.getContainer(segment(id, call)).getArchive({ abortSignal, _query: { path } }),
      );
      return translated(stream);
    },
  };
}
