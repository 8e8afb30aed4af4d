import type { Readable } from 'node:stream';
import type { Engine, LogsQuery } from '../engine.ts';
import type { EngineVersion } from '../model/engine-version.ts';
import { flattened } from '../streams/flattened.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { readOutput } from '../streams/read-output.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import type { OpenStream } from './open-stream.ts';
import type { Call } from './running-call.ts';
import { segment } from './segment.ts';
import { untilClosed } from './until-closed.ts';

/** An engine that is silent for so long, while it should send what it has, is lost. */
const SILENCE_MS = 30_000;

/** The calls that stream what a container says and uses. */
export function containerOutput(
  calls: EngineCalls,
  engine: EngineVersion['engine'],
): Pick<Engine, 'containerLogs' | 'containerStats'> {
  const { dockerode } = calls;
  return {
    async containerLogs(id, { follow = false, tty = false, ...options } = {}) {
      const call = containerCall('containerLogs', id, options);
      const timed = !follow && options.timeoutMs !== undefined ? 'all' : 'beginning';
      const query = { ...logsQuery(options), follow };
      const open = (within: Call) =>
        calls.open<Readable>(within, timed, (abortSignal) =>
          // dockerode collects what is not followed in memory; told to follow, it streams. The query says what is meant.
          dockerode.getContainer(segment(id, call)).logs({ follow: true, _query: query, abortSignal }),
        );
      const read = (stream: OpenStream<Readable>) =>
        untilClosed(
          stream,
          readOutput(stream.chunks(follow ? undefined : SILENCE_MS), tty, stream.operation),
        );
      if (!follow || engine !== 'podman') return flattened(read(await open(call)));
      // Podman begins its answer with the first line: asked for when it is read, it may take as long as it likes.
      await calls.run(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).inspect({ abortSignal }),
      );
      const { signal } = options;
      return flattened(
        (async function* () {
          yield* read(await open({ ...call, options: { signal }, defaultMs: Number.POSITIVE_INFINITY }));
        })(),
      );
    },

    async containerStats(id, { stream: follow = true, ...options } = {}) {
      const call = containerCall('containerStats', id, options);
      const query = { stream: follow };
      const stream = await calls.open<Readable>(call, 'beginning', (abortSignal) =>
        dockerode.getContainer(segment(id, call)).stats({ stream: true, _query: query, abortSignal }),
      );
      return untilClosed(stream, readJsonLines(stream.chunks(SILENCE_MS), call.operation));
    },
  };
}

function logsQuery({ tail, since, until, timestamps, stdout = true, stderr = true }: LogsQuery) {
  return { stdout, stderr, timestamps: timestamps === true, tail: tail ?? 'all', since, until };
}
