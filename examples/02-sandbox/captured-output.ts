import type { OutputChunk } from '@docktopus/core';

/** What a program writes, up to a limit over both streams together. */
export class CapturedOutput {
  readonly #limitBytes: number;
  readonly #parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Reads until the end, or until the limit is passed. */
  async readFrom(chunks: AsyncIterable<OutputChunk>): Promise<'end' | 'limit'> {
    for await (const { stream, data } of chunks) {
      const room = this.#limitBytes - this.#bytes;
      this.#parts[stream].push(data.subarray(0, room));
      this.#bytes += data.length;
      if (data.length > room) return 'limit';
    }
    return 'end';
  }

  text(stream: 'stdout' | 'stderr'): string {
    return Buffer.concat(this.#parts[stream]).toString('utf8');
  }
}
