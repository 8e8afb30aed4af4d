import type { Duplex } from 'node:stream';
import { abortable, OpenEnding } from '../../scope/index.ts';
import type { AttachedStream } from '../engine.ts';
import { flattened } from '../streams/flattened.ts';
import { readOutput } from '../streams/read-output.ts';
import type { OpenStream } from './open-stream.ts';

/**
 * A connection that the engine has handed over, as output and input.
 *
 * @param endsByReset whether a reset of the connection is an end of the output; one within a message never is.
 */
export function attachedStream(
  stream: OpenStream<Duplex>,
  tty: boolean,
  endsByReset = false,
): AttachedStream {
  const { body } = stream;
  const chunks = endsByReset ? untilReset(stream) : stream.chunks();
  return {
    output: flattened(stream.reading(readOutput(chunks, tty, stream.operation))),
    async write(data) {
      await settled(stream, (done) => body.write(data, done));
    },
    async endInput() {
      if (body.writableEnded) return;
      await settled(stream, (done) => body.end(done));
    },
    close: () => stream.close(),
    ended: new Promise((resolve) => {
      if (body.closed) resolve();
      else body.once('close', resolve);
    }),
  };
}

async function* untilReset(stream: OpenStream<Duplex>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* stream.chunks();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    // What had come by then and was not asked for yet.
    const rest: unknown = stream.body.read();
    if (Buffer.isBuffer(rest)) yield rest;
  }
}

/** Resolves when the connection has taken what `send` gives it, and rejects when it is lost instead. */
async function settled(
  stream: OpenStream<Duplex>,
  send: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  const lost = new OpenEnding();
  const onClose = () =>
    lost.end(stream.body.errored ?? Object.assign(new Error('closed'), { code: 'EPIPE' }));
  stream.body.once('close', onClose);
  try {
    const sent = new Promise<void>((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
    await abortable(sent, lost);
  } catch (error) {
    throw stream.failure(error);
  } finally {
    stream.body.removeListener('close', onClose);
  }
}
