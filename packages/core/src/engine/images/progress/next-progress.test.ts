import { expect, test } from 'vitest';
import { nextProgress, noProgress, type ProgressLine } from './next-progress.ts';

const layer = '0123456789ab';
const bytes = (current: number, total?: number) => ({ current, ...(total === undefined ? {} : { total }) });

function after(...lines: ProgressLine[]) {
  return lines.reduce(nextProgress, noProgress('x'));
}

test('a pull as Docker tells it', () => {
  const lines: ProgressLine[] = [
    { status: 'Pulling from library/x', id: 'latest' },
    { status: 'Pulling fs layer', id: layer, progressDetail: {} },
    { status: 'Already exists', id: 'ba9876543210', progressDetail: {} },
    { status: 'Downloading', id: layer, progressDetail: bytes(10, 100) },
  ];
  expect(after(...lines)).toEqual({
    reference: 'x',
    message: 'Pulling from library/x',
    layers: [
      { id: layer, phase: 'transferring', currentBytes: 10, totalBytes: 100 },
      { id: 'ba9876543210', phase: 'done', currentBytes: 0, totalBytes: 0 },
    ],
    currentBytes: 10,
    totalBytes: 100,
  });
});

test.each<[string, ProgressLine, object]>([
  [
    'Download complete',
    { status: 'Download complete', id: layer },
    { phase: 'unpacking', currentBytes: 100 },
  ],
  [
    'Extracting',
    { status: 'Extracting', id: layer, progressDetail: bytes(5, 100) },
    { phase: 'unpacking', currentBytes: 100 },
  ],
  ['Pull complete', { status: 'Pull complete', id: layer }, { phase: 'done', currentBytes: 100 }],
  ['more than all', { status: 'Pushing', id: layer, progressDetail: bytes(120, 100) }, { currentBytes: 100 }],
  ['a retry', { status: 'Retrying in 5 seconds', id: layer }, { phase: 'retrying', currentBytes: 40 }],
  [
    'an unknown remark',
    { status: 'Thinking about it', id: layer },
    { phase: 'transferring', currentBytes: 40 },
  ],
])('%s', (_name, line, expected) => {
  const before: ProgressLine = { status: 'Downloading', id: layer, progressDetail: bytes(40, 100) };
  expect(after(before, line).layers[0]).toMatchObject(expected);
});

test('of an image that claims more layers than any has, a thousand are shown', () => {
  const lines = Array.from({ length: 1_001 }, (_, index) => ({
    status: 'Downloading',
    id: index.toString(16).padStart(12, '0'),
    progressDetail: bytes(1, 2),
  }));
  const { layers, totalBytes } = after(...lines);
  expect([layers.length, totalBytes]).toEqual([1_000, 2_000]);
});
