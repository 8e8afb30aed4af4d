import { Readable } from 'node:stream';
import type { OpenStream } from './open-stream.ts';
import { untilClosed } from './until-closed.ts';

const SILENCE_MS = 30_000;
const BUFFER_BYTES = 256 * 1024;

/** The stream as a `Readable` whose error is the translated one; destroying it ends the connection. */
export function translated(stream: OpenStream<Readable>): Readable {
  return Readable.from(untilClosed(stream, stream.chunks(SILENCE_MS)), {
    objectMode: false,
    highWaterMark: BUFFER_BYTES,
  });
}
