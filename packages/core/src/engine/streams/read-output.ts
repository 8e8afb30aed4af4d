import type { OutputChunk } from '../engine.ts';
import { Demuxer } from './demux.ts';

/**
 * A process's output from the engine's bytes, chunk by chunk: frames taken apart, or everything as `stdout`
 * with a terminal.
 *
 * Reads on only when its reader does, so a slow reader slows the engine down instead of filling memory.
 */
export async function* readOutput(
  source: AsyncIterable<Buffer>,
  tty: boolean,
  operation: string,
): AsyncGenerator<readonly OutputChunk[], void, undefined> {
  const demuxer = new Demuxer(operation);
  for await (const chunk of source) yield tty ? [{ stream: 'stdout', data: chunk }] : demuxer.push(chunk);
  demuxer.end();
}
