import { expect, test } from 'vitest';
import { DocktopusError } from '../../../errors/index.ts';
import { buildFailure } from './build-failure.ts';
import { BuildLog } from './build-log.ts';

function logOf(...lines: readonly Readonly<Record<string, unknown>>[]) {
  const seen: string[] = [];
  const log = new BuildLog(
    (line) => seen.push(line),
    ({ number }) => seen.push(`= ${number}`),
  );
  for (const line of lines) log.take(line);
  log.end();
  return { log, seen };
}

test('lines are put together from the pieces that they come in, and belong to their step', () => {
  const { log, seen } = logOf(
    { stream: 'Step 1/2 : FROM scratch\n' },
    { stream: ' ---> \n' },
    { stream: 'Step 2/2 : RUN make all\n' },
    { stream: ' ---> Running in 1f' },
    { stream: '2e\none\r\ntw' },
    { stream: 'o' },
    { aux: { ID: 'sha256:abc' } },
  );
  expect(seen).toEqual([
    '= 1',
    'Step 1/2 : FROM scratch',
    ' ---> ',
    '= 2',
    'Step 2/2 : RUN make all',
    ' ---> Running in 1f2e',
    'one',
    'two',
  ]);
  expect(log.step).toEqual({ number: 2, count: 2, instruction: 'RUN make all' });
  expect(log.lastLines).toEqual(['one', 'two']);
  expect(log.imageId).toBe('sha256:abc');
});

test('the pull of a base image logs its steps, not each percent', () => {
  const { seen } = logOf(
    { status: 'Pulling from library/busybox', id: '1.36' },
    { status: 'Downloading', id: 'aa', progressDetail: { current: 1, total: 2 } },
    { status: 'Pull complete', id: 'aa' },
    { status: 'Status: Downloaded newer image' },
  );
  expect(seen).toEqual([
    '1.36: Pulling from library/busybox',
    'aa: Pull complete',
    'Status: Downloaded newer image',
  ]);
});

test('the last 50 lines are kept', () => {
  const { log } = logOf({ stream: Array.from({ length: 60 }, (_, n) => `${n}\n`).join('') });
  expect(log.lastLines).toHaveLength(50);
  expect(log.lastLines.at(-1)).toBe('59');
});

const failed = (code: 'engine.failed' | 'timeout' | 'image.not-found') =>
  new DocktopusError(code, { operation: 'images.build', reason: 'it returned a non-zero code: 2' });

test('a failure names the step and shows its last lines', () => {
  const { log } = logOf({ stream: 'Step 2/3 : RUN make\nno rule\n' });
  expect(buildFailure(failed('engine.failed'), './app', log)).toMatchObject({
    code: 'image.build-failed',
    message:
      'images.build ./app: step 2/3 (RUN make) failed: it returned a non-zero code: 2. ' +
      'The last lines of its output:\n  no rule',
    details: { step: { number: 2, count: 3, instruction: 'RUN make' }, lastLines: ['no rule'], exitCode: 2 },
  });
  expect(buildFailure(failed('image.not-found'), './app', log)).toMatchObject({
    code: 'image.build-failed',
    cause: { code: 'image.not-found' },
  });
});

test('a failure of the call stays one', () => {
  const error = failed('timeout');
  expect(buildFailure(error, './app', logOf().log)).toBe(error);
});

test('a step that writes without end keeps fifty lines of at most 4 KiB', () => {
  const log = new BuildLog();
  log.take({ stream: 'Step 1/1 : RUN yes\n' });
  for (let line = 0; line < 60; line += 1) log.take({ stream: `${line} ${'y'.repeat(10_000)}\n` });
  expect(log.lastLines).toHaveLength(50);
  expect(log.lastLines[0]).toMatch(/^10 y{4093}$/);
  expect(log.lastLines.at(-1)).toHaveLength(4_096);
});
