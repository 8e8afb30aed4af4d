import type { Container, LogLine, LogsOptions } from '@docktopus/core';
import { expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

async function read(box: Container, options?: LogsOptions): Promise<LogLine[]> {
  const lines = [];
  for await (const line of box.logs(options)) lines.push(line);
  return lines;
}

const text = (lines: readonly LogLine[]) => lines.map(({ line }) => line);

test('both streams, whole lines, the last without a line break included', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box('echo one; echo zwei grüße; echo err >&2; printf "no break"').slot();
  await box.start({ waitForExit: true });
  const lines = await read(box);
  expect(lines).toContainEqual({ stream: 'stdout', line: 'zwei grüße' });
  expect(lines).toContainEqual({ stream: 'stderr', line: 'err' });
  expect(text(lines.filter(({ stream }) => stream === 'stdout'))).toEqual(['one', 'zwei grüße', 'no break']);
  expect(text(await read(box, { stdout: false }))).toEqual(['err']);
});

test('the last ones, those since a moment, and their times', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box('echo 1; echo 2; sleep 0.2; echo 3; echo 4').slot();
  await box.start({ waitForExit: true });
  expect(text(await read(box, { tail: 3 }))).toEqual(['2', '3', '4']);
  expect(text(await read(box, { tail: 0 }))).toEqual([]);
  const timed = await read(box, { timestamps: true });
  expect(timed[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(text(await read(box, { since: timed[2]?.time }))).toEqual(['3', '4']);
  expect(text(await read(box, { since: new Date(Date.now() + 60_000) }))).toEqual([]);
});

test('a line that the engine cuts into messages is one line, with times or without', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box("head -c 50000 /dev/zero | tr '\\0' x; echo; echo after").slot();
  await box.start({ waitForExit: true });
  for (const timestamps of [false, true]) {
    const lines = await read(box, { timestamps });
    expect(text(lines)).toEqual(['x'.repeat(50_000), 'after']);
  }
  expect((await read(box, { maxLineBytes: 20_000 })).map(({ line }) => line.length)).toEqual([
    20_000, 20_000, 10_000, 5,
  ]);
});

test('with a terminal, without carriage returns', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box('echo one; echo two >&2').tty().slot();
  await box.start({ waitForExit: true });
  expect(await read(box)).toEqual([
    { stream: 'stdout', line: 'one' },
    { stream: 'stdout', line: 'two' },
  ]);
});

test('followed from before the start to the end', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('for i in 1 2 3; do echo line $i; sleep 0.2; done; printf last').create();
  const reading = read(box, { follow: true });
  await box.start();
  expect(text(await reading)).toEqual(['line 1', 'line 2', 'line 3', 'last']);
});

test('followed over restarts, without a gap and without a line twice', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes
    .box('echo x >> /runs; n=$(wc -l < /runs); echo run $n a; echo run $n b; exit 1')
    .restartPolicy('on-failure:2')
    .create();
  const reading = read(box, { follow: true });
  await box.start();
  expect(text(await reading)).toEqual(['run 1 a', 'run 1 b', 'run 2 a', 'run 2 b', 'run 3 a', 'run 3 b']);
});

test('ends when the container is removed', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('echo up; sleep 60').create();
  await box.start();
  const lines = [];
  for await (const { line } of box.logs({ follow: true })) {
    lines.push(line);
    void box.remove({ force: true });
  }
  expect(lines).toEqual(['up']);
});

test('leaving the loop, an abort and a deadline end it', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box('while :; do echo tick; sleep 0.1; done').create();
  await box.start();
  for await (const { line } of box.logs({ follow: true })) {
    expect(line).toBe('tick');
    break;
  }
  const controller = new AbortController();
  const aborted = read(box, { follow: true, signal: controller.signal });
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  await expect(read(box, { follow: true, timeoutMs: 500 })).rejects.toMatchObject({ code: 'timeout' });
});

test('a hundred thousand lines arrive whole and in order', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes.box('seq 1 100000').slot();
  await box.start({ waitForExit: true });
  const lines = text(await read(box));
  expect(lines).toHaveLength(100_000);
  expect(lines.at(-1)).toBe('100000');
});
