import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import type { OutputChunk } from '../engine.ts';
import { Demuxer } from './demux.ts';
import { flattened } from './flattened.ts';
import { readOutput } from './read-output.ts';

function frame(stream: number, data: Buffer | string): Buffer {
  const content = Buffer.from(data);
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

async function* from(chunks: readonly Buffer[]) {
  yield* chunks;
}

async function collect(chunks: readonly Buffer[], tty = false): Promise<OutputChunk[]> {
  const all: OutputChunk[] = [];
  for await (const chunk of flattened(readOutput(from(chunks), tty, 'test'))) all.push(chunk);
  return all;
}

const frames = fc.array(
  fc.record({ stream: fc.constantFrom(1, 2), data: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
);

describe('the demuxer', () => {
  test('gives every frame back, however the bytes are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        frames,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        async (list, sizes) => {
          const bytes = Buffer.concat(list.map(({ stream, data }) => frame(stream, Buffer.from(data))));
          const found = await collect(cut(bytes, sizes));
          expect(found.map(({ stream, data }) => [stream, [...data]])).toEqual(
            list.map(({ stream, data }) => [stream === 1 ? 'stdout' : 'stderr', [...data]]),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test('takes 100,000 frames of one byte in one chunk without recursion', async () => {
    const one = frame(1, 'x');
    expect(await collect([Buffer.concat(Array.from({ length: 100_000 }, () => one))])).toHaveLength(100_000);
  });

  test('passes over empty frames, and takes stdin frames for stdout', async () => {
    const found = await collect([frame(1, ''), frame(0, 'in'), frame(2, '')]);
    expect(found).toEqual([{ stream: 'stdout', data: Buffer.from('in') }]);
  });

  test('with a terminal, everything is stdout as it comes', async () => {
    const found = await collect([Buffer.from('raw')], true);
    expect(found).toEqual([{ stream: 'stdout', data: Buffer.from('raw') }]);
  });

  test.each([
    ['a stream that does not exist', Buffer.from([9, 0, 0, 0, 0, 0, 0, 1, 65]), 'engine.protocol'],
    ['text instead of frames', Buffer.from('plain text of a terminal'), 'engine.protocol'],
    ['zeros that are not', Buffer.from([1, 0, 7, 0, 0, 0, 0, 1, 65]), 'engine.protocol'],
    ['a head that claims 4 GiB', Buffer.from([1, 0, 0, 0, 255, 255, 255, 255]), 'engine.protocol'],
    ['an error of the engine within the stream', frame(3, 'error from daemon'), 'engine.failed'],
    ['a head cut short', Buffer.from([1, 0, 0]), 'engine.disconnected'],
    ['a content cut short', frame(1, 'hello').subarray(0, 10), 'engine.disconnected'],
  ])('%s is an error', async (_name, bytes, code) => {
    await expect(collect([bytes])).rejects.toSatisfy((error) =>
      isDocktopusError(error, code as 'engine.failed'),
    );
  });

  test('garbage never ends in anything but frames or a typed error', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const demuxer = new Demuxer('test', 1024);
        try {
          for (const chunk of chunks) demuxer.push(Buffer.from(chunk));
          demuxer.end();
        } catch (error) {
          expect(isDocktopusError(error)).toBe(true);
        }
      }),
    );
  });

  test('reads on only when its reader does', async () => {
    let read = 0;
    const source = async function* () {
      for (let i = 0; i < 100; i += 1) {
        read += 1;
        yield frame(1, `line ${i}`);
      }
    };
    for await (const chunk of flattened(readOutput(source(), false, 'test'))) {
      if (chunk.data.toString() === 'line 4') break;
    }
    expect(read).toBe(5);
  });
});

test('readers who ask ahead get every element, in order', async () => {
  const batches = async function* () {
    yield [1, 2];
    yield [];
    yield [3];
    yield [4, 5];
  };
  const iterator = flattened(batches());
  const found = await Promise.all(Array.from({ length: 7 }, () => iterator.next()));
  expect(found.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, undefined, undefined]);
});
