/** One chunk of output as the engine frames it when there is no terminal: stream, three zeros, size, bytes. */
export function outputFrame(stream: 'stdout' | 'stderr', data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head[0] = stream === 'stdout' ? 1 : 2;
  head.writeUInt32BE(data.length, 4);
  return Buffer.concat([head, data]);
}
