import { expect, test } from 'vitest';
import { Refresher } from './refresher.ts';

/** A reading that ends when it is told to. */
function readings() {
  const begun: { readonly key: string; readonly signal: AbortSignal; end(): void }[] = [];
  const read = (key: string) => (signal: AbortSignal) =>
    new Promise<void>((resolve) => begun.push({ key, signal, end: resolve }));
  return { begun, read };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what changes while it is read is read once more, however often it changed', async () => {
  const { begun, read } = readings();
  const refresher = new Refresher();
  for (let i = 0; i < 5; i += 1) refresher.refresh('jobs', read('jobs'));
  expect(begun).toHaveLength(1);
  begun[0]!.end();
  await settled();
  expect(begun).toHaveLength(2);
  expect(begun[0]!.signal.aborted).toBe(false);
  begun[1]!.end();
  await settled();
  expect(begun).toHaveLength(2);
  refresher.refresh('jobs', read('jobs'));
  expect(begun).toHaveLength(3);
});

test('a reading of something else is given up', async () => {
  const { begun, read } = readings();
  const refresher = new Refresher();
  refresher.refresh('all', read('all'));
  refresher.refresh('dead', read('dead'));
  expect(begun.map(({ key, signal }) => [key, signal.aborted])).toEqual([
    ['all', true],
    ['dead', false],
  ]);
  begun[0]!.end();
  begun[1]!.end();
  await settled();
  expect(begun).toHaveLength(2);
});

test('nothing is read after the end', async () => {
  const { begun, read } = readings();
  const refresher = new Refresher();
  refresher.refresh('jobs', read('jobs'));
  refresher.refresh('jobs', read('jobs'));
  refresher.stop();
  begun[0]!.end();
  await settled();
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true]);
});
