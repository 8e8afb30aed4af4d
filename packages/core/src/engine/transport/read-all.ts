import type { Readable } from 'node:stream';

/** The code of the error of an answer that is too long. */
export const ANSWER_TOO_LONG = 'ERR_ANSWER_TOO_LONG';

/** More than any answer is: the list of ten thousand containers has 50 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Of a refusal, what an error can show is at its beginning. */
const MOST_REFUSAL_BYTES = 64 * 1024;

/** The whole body; rejects when the connection is lost before its end, and when it is longer than `maxBytes`. */
export function readAll(body: Readable, maxBytes = MOST_BYTES): Promise<Buffer> {
  return read(body, maxBytes, (reject) =>
    reject(Object.assign(new Error(`the answer has more than ${maxBytes} bytes`), { code: ANSWER_TOO_LONG })),
  );
}

/** The beginning of the body of a refusal; what follows is not read. */
export function readRefusal(body: Readable): Promise<Buffer> {
  return read(body, MOST_REFUSAL_BYTES, (_reject, resolve) => resolve());
}

function read(
  body: Readable,
  maxBytes: number,
  onMore: (reject: (error: Error) => void, resolve: () => void) => void,
): Promise<Buffer> {
  const cut = () => body.errored ?? new Error('the connection was closed in the middle of the answer');
  const chunks: Buffer[] = [];
  let bytes = 0;
  // By its events: an iterator would cost each call to the engine as much again.
  return new Promise((resolve, reject) => {
    const whole = () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    body.on('data', (chunk: Buffer | string) => {
      const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      bytes += part.length;
      if (bytes <= maxBytes) chunks.push(part);
      else {
        onMore(reject, whole);
        body.destroy();
      }
    });
    body.once('end', whole);
    body.once('error', reject);
    body.once('close', () => {
      if (!body.readableEnded) reject(cut());
    });
    // One that was lost right behind its head may have no more events to come.
    if (body.destroyed) reject(cut());
  });
}
