import type { OutputChunk } from '../engine.ts';
import { Demuxer } from './demux.ts';

/**
 * A process's output from the engine's bytes: frames taken apart, or everything as `stdout` with a terminal.
 *
 * Reads on only when its reader does, so a slow reader slows the engine down instead of filling memory.
 */
export async function* readOutput(
  source: AsyncIterable<Buffer>,
  tty: boolean,
  operation: string,
): AsyncGenerator<OutputChunk, void, undefined> {
  const demuxer = new Demuxer(operation);
  for await (const chunk of source) {
    if (tty) yield { stream: 'stdout', data: chunk };
    else yield* demuxer.push(chunk);
  }
  demuxer.end();
}
