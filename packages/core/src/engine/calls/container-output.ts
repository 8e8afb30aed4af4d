import type { Engine, LogsQuery } from '../engine.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { flattened } from '../streams/flattened.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { readOutput } from '../streams/read-output.ts';
import { containerCall, containerPath } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { type OpenStream, SILENCE_MS } from './open-stream.ts';
import type { Call } from './running-call.ts';

/** The calls that stream what a container says and uses. */
export function containerOutput(
  calls: EngineCalls,
  engine: EngineVersion['engine'],
): Pick<Engine, 'containerLogs' | 'containerStats'> {
  return {
    async containerLogs(id, { follow = false, tty = false, ...options } = {}) {
      const call = containerCall('containerLogs', id, options);
      const timed = !follow && options.timeoutMs !== undefined ? 'all' : 'beginning';
      const request = {
        path: containerPath(id, 'logs', call),
        query: { ...logsQuery(options), follow },
      };
      const read = (stream: OpenStream) =>
        stream.reading(readOutput(stream.chunks(follow ? undefined : SILENCE_MS), tty, stream.operation));
      if (!follow || engine !== 'podman') return flattened(read(await calls.open(call, timed, request)));
      // Podman begins its answer with the first line: asked for when it is read, it may take as long as it likes.
      await calls.tell(call, { path: containerPath(id, 'json', call) });
      const later: Call = {
        ...call,
        options: { signal: options.signal },
        defaultMs: Number.POSITIVE_INFINITY,
      };
      return flattened(
        (async function* () {
          yield* read(await calls.open(later, timed, request));
        })(),
      );
    },

    async containerStats(id, { stream: follow = true, ...options } = {}) {
      const call = containerCall('containerStats', id, options);
      const stream = await calls.open(call, 'beginning', {
        path: containerPath(id, 'stats', call),
        query: { stream: follow },
      });
      return stream.reading(readJsonLines(stream.chunks(SILENCE_MS), call.operation));
    },
  };
}

function logsQuery({ tail, since, until, timestamps, stdout = true, stderr = true }: LogsQuery) {
  return { stdout, stderr, timestamps: timestamps === true, tail: tail ?? 'all', since, until };
}
