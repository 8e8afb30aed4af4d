import type { Readable } from 'node:stream';
import type { OpenStream } from './open-stream.ts';

/** What is read from the stream; leaving the loop early ends it, and its failures come out translated. */
export async function* untilClosed<T>(
  stream: OpenStream<Readable>,
  read: AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  try {
    yield* read;
  } catch (error) {
    throw stream.failure(error);
  } finally {
    stream.close();
  }
}
