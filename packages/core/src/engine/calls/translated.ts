import { PassThrough, type Readable } from 'node:stream';
import type { OpenStream } from './engine-calls.ts';

/** The stream as a `Readable` whose error is the translated one; destroying it ends the connection. */
export function translated(stream: OpenStream<Readable>): Readable {
  const out = new PassThrough({ highWaterMark: 256 * 1024 });
  out.once('close', stream.close);
  stream.body.once('error', (error) => out.destroy(stream.failure(error)));
  stream.body.once('close', () => {
    if (!stream.body.readableEnded) out.destroy(stream.failure(cutShort()));
  });
  stream.body.pipe(out);
  return out;
}

function cutShort(): Error {
  return Object.assign(new Error('the body ended early'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
