import { expect, test } from 'vitest';
import type { ImageActivity } from '../engine/index.ts';
import { pulling, pullLines, statesOf } from './activity-lines.fixture.ts';
import type { Display, DisplayStream } from './display.ts';
import { JsonDisplay } from './json-display.ts';
import { PlainDisplay } from './plain-display.ts';

function shown(
  make: (stream: DisplayStream) => Display,
  states: readonly ImageActivity[],
): readonly string[] {
  let text = '';
  const display = make({ write: (more) => (text += more) });
  for (const state of states) display.take(state);
  return text.split('\n').slice(0, -1);
}
const plain = (states: readonly ImageActivity[]) => shown((stream) => new PlainDisplay(stream), states);
const json = (states: readonly ImageActivity[]) =>
  shown((stream) => new JsonDisplay(stream), states).map((line) => JSON.parse(line) as ImageActivity);

const done = { state: 'done', elapsedMs: 12_340 } as const;

test('a pull in plain lines', () => {
  expect(plain(statesOf(pullLines, done))).toEqual([
    'pull redis:7.4: started',
    'pull redis:7.4: layer ba9876543210 done',
    'pull redis:7.4: layer 0123456789ab failed, trying again',
    'pull redis:7.4: layer 0123456789ab done, 4.0 MB',
    'pull redis:7.4: done, 4.0 MB in 12.3 s',
  ]);
});

test.each<[string, Partial<ImageActivity>, string]>([
  ['nothing to pull', done, 'pull redis:7.4: done in 12.3 s'],
  [
    'a failure, whose reason the caller gets',
    { ...done, state: 'failed' },
    'pull redis:7.4: failed after 12.3 s',
  ],
])('%s', (_name, end, last) => {
  expect(plain(statesOf([{ status: 'Status: whatever' }, { status: '' }, {}], end))).toEqual([
    'pull redis:7.4: started',
    last,
  ]);
});

test('a build tells its steps, and the layers of the base image', () => {
  const first = { number: 1, count: 2, instruction: 'FROM redis:7.4' };
  const build = { kind: 'build', subject: './app', step: first } as const;
  const second = { ...first, number: 2, instruction: 'RUN make \x1b[31m\n red' };
  expect(
    plain([
      { ...pulling(), ...build, step: undefined },
      { ...pulling(), ...build },
      { ...pulling(...pullLines.slice(0, 2)), ...build },
      { ...pulling(), ...build, step: second },
      { ...pulling(), ...build, step: second, ...done },
    ]),
  ).toEqual([
    'build ./app: started',
    'build ./app: step 1/2 FROM redis:7.4',
    'build ./app: layer ba9876543210 done',
    'build ./app: step 2/2 RUN make   red',
    'build ./app: done in 12.3 s',
  ]);
});

test('a pull that is first seen in the middle is shown from there', () => {
  expect(plain(statesOf(pullLines, done).slice(-1))).toEqual([
    'pull redis:7.4: started',
    'pull redis:7.4: layer ba9876543210 done',
    'pull redis:7.4: layer 0123456789ab done, 4.0 MB',
    'pull redis:7.4: done, 4.0 MB in 12.3 s',
  ]);
});

test('as JSON, what plain would tell comes at once, and bytes ten times a second', () => {
  const downloading = (current: number, elapsedMs: number) => ({
    ...pulling({ status: 'Downloading', id: '0123456789ab', progressDetail: { current, total: 100 } }),
    elapsedMs,
  });
  const states = [
    pulling(),
    downloading(1, 10),
    downloading(2, 99),
    downloading(3, 100),
    downloading(4, 130),
  ];
  const end: ImageActivity = { ...downloading(100, 140), state: 'done' };
  expect(json([...states, end])).toEqual([states[0], states[3], end]);
});
