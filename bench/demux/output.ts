import { Readable } from 'node:stream';

export const CHUNK_BYTES = 64 * 1024;

/** The engine's multiplexed output of a process that says lines of `lineBytes`, in chunks of 64 KiB. */
export function output(lineBytes: number, megabytes: number): readonly Buffer[] {
  const frame = Buffer.alloc(8 + lineBytes, 'x');
  frame.fill(0, 0, 8);
  frame[0] = 1;
  frame.writeUInt32BE(lineBytes, 4);
  frame[frame.length - 1] = 0x0a;
  const frames = Math.ceil((megabytes * 1e6) / frame.length);
  const bytes = Buffer.concat(Array.from({ length: frames }, () => frame));
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}

/** As a body, read on demand; `handedOut` tells how far its reader is ahead of what is done with it. */
export function body(
  chunks: readonly Buffer[],
  onHandedOut: (bytes: number) => void = () => undefined,
): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      const chunk = chunks[at];
      at += 1;
      if (chunk !== undefined) onHandedOut(chunk.length);
      this.push(chunk ?? null);
    },
  });
}
