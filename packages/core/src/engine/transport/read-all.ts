import type { Readable } from 'node:stream';

/** The whole body; rejects when the connection is lost before its end. */
export function readAll(body: Readable): Promise<Buffer> {
  const cut = () => body.errored ?? new Error('the connection was closed in the middle of the answer');
  const chunks: Buffer[] = [];
  // By its events: an iterator would cost each call to the engine as much again.
  return new Promise((resolve, reject) => {
    body.on('data', (chunk: Buffer | string) =>
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
    );
    body.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    body.once('error', reject);
    body.once('close', () => {
      if (!body.readableEnded) reject(cut());
    });
    // One that was lost right behind its head may have no more events to come.
    if (body.destroyed) reject(cut());
  });
}
