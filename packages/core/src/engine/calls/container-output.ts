import type { Readable } from 'node:stream';
import type { Engine, LogsQuery, OutputChunk } from '../engine.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { readOutput } from '../streams/read-output.ts';
import { containerCall } from './container-call.ts';
import type { EngineCalls, OpenStream } from './engine-calls.ts';
import { segment } from './segment.ts';

type Output = Pick<Engine, 'containerLogs' | 'containerStats'>;

/** The calls that stream what a container says and uses. */
export function containerOutput(calls: EngineCalls): Output {
  const { dockerode } = calls;
  return {
    async containerLogs(id, options = {}) {
      const call = containerCall('containerLogs', id, options);
      const stream = await calls.open<Readable>(call, (abortSignal) =>
        // dockerode collects what is not followed in memory; told to follow, it streams. The query says what is meant.
        dockerode
          .getContainer(segment(id, call))
          .logs({ follow: true, _query: logsQuery(options), abortSignal }),
      );
      return untilClosed(stream, (body) => readOutput(body, options.tty === true, call.operation));
    },

    async containerStats(id, { stream: follow = true, ...options } = {}) {
      const call = containerCall('containerStats', id, options);
      const query = follow ? { stream: true } : { stream: false };
      const stream = await calls.open<Readable>(call, (abortSignal) =>
        dockerode.getContainer(segment(id, call)).stats({ stream: true, _query: query, abortSignal }),
      );
      return untilClosed(stream, (body) => readJsonLines(body, call.operation));
    },
  };
}

function logsQuery({ follow, tail, since, until, timestamps, stdout = true, stderr = true }: LogsQuery) {
  return {
    follow: follow === true,
    stdout,
    stderr,
    timestamps: timestamps === true,
    tail: tail === undefined ? 'all' : tail,
    since,
    until,
  };
}

/** What `read` makes of the stream; leaving the loop early ends it, and its failures come out translated. */
export async function* untilClosed<T = OutputChunk>(
  stream: OpenStream<Readable>,
  read: (body: AsyncIterable<Buffer>) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  try {
    yield* read(stream.body);
  } catch (error) {
    throw stream.failure(error);
  } finally {
    stream.close();
  }
}
