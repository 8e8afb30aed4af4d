import { compare } from '../harness/compare.ts';
import { report } from '../harness/report.ts';
import { isSmoke, rounds } from '../harness/rounds.ts';
import type { Row } from '../harness/table.ts';
import { body, CHUNK_BYTES, output } from './output.ts';
import { bytesOnly, dockerodeReader, docktopusReader, type Reader } from './readers.ts';

/** How fast a container's output is taken apart, and how much of it piles up when its reader is slow. */
const docktopus = await docktopusReader();
const readers: readonly (readonly [name: string, read: Reader, megabytesOfLines: number])[] = [
  ['bytes only', bytesOnly, 64],
  ['docktopus', docktopus.read, 64],
  // It needs a second for each megabyte of short lines.
  ['dockerode', dockerodeReader, 1],
];

async function speed(lineBytes: number, megabytes: (ofLines: number) => number): Promise<readonly Row[]> {
  const sizes = new Map<string, number>();
  const figures = await compare(
    readers.map(([name, read, ofLines]) => {
      const chunks = output(lineBytes, isSmoke() ? 1 : megabytes(ofLines));
      const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0) / 1e6;
      sizes.set(name, size);
      return {
        name,
        async round() {
          let bytes = 0;
          const began = performance.now();
          await read(body(chunks), (data) => {
            bytes += data.length;
          });
          const ms = performance.now() - began;
          if (bytes < size * 0.9e6) throw new Error(`${name} lost output: ${bytes} of ${size} MB`);
          return ms / size;
        },
      };
    }),
    { rounds: rounds(9), warmup: 1 },
  );
  return figures.map(({ name, medianMs, cpuMs, toFloor }) => ({
    reader: name,
    'line bytes': lineBytes,
    'MB/s': 1_000 / medianMs,
    // What a busy machine does not change.
    'MB per second of CPU': ((sizes.get(name) ?? Number.NaN) * 1_000) / cpuMs,
    'times the floor': toFloor,
  }));
}

/** The most that was read ahead of a reader who takes a turn of the event loop for each piece. */
async function readAhead(name: string, read: Reader): Promise<Row> {
  const chunks = output(16 * 1024, isSmoke() ? 4 : 64);
  let handedOut = 0;
  let taken = 0;
  let most = 0;
  const source = body(chunks, (bytes) => {
    handedOut += bytes;
    most = Math.max(most, handedOut - taken);
  });
  await read(source, async (data) => {
    await new Promise(setImmediate);
    taken += data.length;
  });
  return {
    reader: name,
    'output MB': (chunks.length * CHUNK_BYTES) / 1e6,
    'read ahead at most, MB': most / 1e6,
  };
}

report('demux', await speed(100, (ofLines) => ofLines), {
  chunks: '64 KiB; dockerode on 1 MB, the others on 64 MB',
});
report('demux-long-lines', await speed(16 * 1024, () => 64), { chunks: '64 KiB' });
const ahead: Row[] = [];
for (const [name, read] of readers) ahead.push(await readAhead(name, read));
report('demux-slow-reader', ahead, { reader: 'takes one turn of the event loop for each piece' });
await docktopus.close();
