import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { readOutput } from '../streams/read-output.ts';

/**
 * As docker-modem's `demuxStream`, for users of dockerode's own methods: writes the two streams apart. The source is
 * held back when a sink is full, and is destroyed with the error when what it says is not divided into frames.
 */
export function demuxInto(source: Readable, stdout: Writable, stderr: Writable): void {
  deliver(source, stdout, stderr).catch((error: Error) => source.destroy(error));
}

async function deliver(source: Readable, stdout: Writable, stderr: Writable): Promise<void> {
  // Left alone when reading fails, so that it can be destroyed with the reason.
  const chunks: AsyncIterable<Buffer> = source.iterator({ destroyOnReturn: false });
  for await (const frames of readOutput(chunks, false, 'dockerode.demuxStream')) {
    for (const { stream, data } of frames) {
      const sink = stream === 'stdout' ? stdout : stderr;
      if (!sink.write(data)) await once(sink, 'drain');
    }
  }
}
