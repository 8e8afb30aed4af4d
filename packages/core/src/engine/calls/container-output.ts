import type { Readable } from 'node:stream';
import type { Engine, LogsQuery } from '../engine.ts';
import { flattened } from '../streams/flattened.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { readOutput } from '../streams/read-output.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls } from './engine-calls.ts';
import { segment } from './segment.ts';
import { untilClosed } from './until-closed.ts';

/** An engine that is silent for so long, while it should send what it has, is lost. */
const SILENCE_MS = 30_000;

/** The calls that stream what a container says and uses. */
export function containerOutput(calls: EngineCalls): Pick<Engine, 'containerLogs' | 'containerStats'> {
  const { dockerode } = calls;
  return {
    async containerLogs(id, { follow = false, tty = false, ...options } = {}) {
      const call = containerCall('containerLogs', id, options);
      const timed = !follow && options.timeoutMs !== undefined ? 'all' : 'beginning';
      const query = { ...logsQuery(options), follow };
      const stream = await calls.open<Readable>(call, timed, (abortSignal) =>
        // dockerode collects what is not followed in memory; told to follow, it streams. The query says what is meant.
        dockerode.getContainer(segment(id, call)).logs({ follow: true, _query: query, abortSignal }),
      );
      const bytes = stream.chunks(follow ? undefined : SILENCE_MS);
      return flattened(untilClosed(stream, readOutput(bytes, tty, call.operation)));
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
