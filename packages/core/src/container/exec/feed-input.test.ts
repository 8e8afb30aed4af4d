import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { DocktopusError } from '../../errors/index.ts';
import { feedInput } from './feed-input.ts';
import { talk } from './talk.ts';

const { signal } = new AbortController();

/** A process that keeps what it was given, or whose end is gone. */
function processThat(fails?: unknown) {
  const written: string[] = [];
  const write = async (part: string | Uint8Array) => {
    if (fails !== undefined) throw fails;
    written.push(String(part));
  };
  return { written, write, endInput: () => write('<end>') };
}

test.each([
  ['that is not there', '/no/such/file', 'path.not-found'],
  ['below a file', '/etc/passwd/x', 'path.not-found'],
  ['that is a directory', tmpdir(), 'path.invalid'],
])('an input from a file %s fails with the path of the file', async (_, path, code) => {
  await expect(feedInput(processThat(), createReadStream(path), signal)).rejects.toMatchObject({
    code,
    operation: 'container.exec',
    hint: expect.any(String),
    details: { path },
  });
});

test.each([
  ['an error with a code', new DocktopusError('path.denied', { operation: 'engine.archive', reason: 'x' })],
  ['a lost connection of its own', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
])('an input that fails with %s ends the conversation with it', async (_, failure) => {
  async function* source() {
    yield 'half';
    throw failure;
  }
  const target = processThat();
  const endless = () => new Promise<void>(() => undefined);
  await expect(talk(target, source(), endless, signal)).rejects.toBe(failure);
  expect(target.written).toEqual(['half']);
});

test.each([
  ['whose pipe is closed', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
  ['whose connection is gone', new DocktopusError('engine.disconnected', { operation: 'exec', reason: 'x' })],
])('a process %s may leave its input unread', async (_, failure) => {
  await expect(feedInput(processThat(failure), 'text', signal)).resolves.toBeUndefined();
});

test('text, bytes and streams are written with their end', async () => {
  async function* source() {
    yield 'a';
    yield Buffer.from('b');
  }
  for (const [input, written] of [
    ['text', ['text', '<end>']],
    [Buffer.from('bytes'), ['bytes', '<end>']],
    [source(), ['a', 'b', '<end>']],
  ] as const) {
    const target = processThat();
    await feedInput(target, input, signal);
    expect(target.written).toEqual(written);
  }
});
