import { describe, expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

const T1 = '2026-11-24T13:59:59.741101005Z';
const T2 = '2026-11-24T14:00:00Z';

function split(
  chunks: readonly (string | Buffer)[],
  options: { timestamps?: boolean; maxLineBytes?: number } = {},
) {
  const splitter = new LineSplitter({ timestamps: false, maxLineBytes: 1 << 20, ...options });
  const lines = chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
  const last = splitter.flush();
  return [...lines, ...(last ? [last] : [])].map(({ time, bytes }) =>
    time === undefined ? bytes.toString() : `${time}|${bytes}`,
  );
}

describe('without times', () => {
  test.each<[string, (string | Buffer)[], string[]]>([
    ['nothing', [], []],
    ['an empty chunk', [''], []],
    ['one line', ['a\n'], ['a']],
    ['two lines in one chunk', ['a\nb\n'], ['a', 'b']],
    ['a line over three chunks', ['a', 'b', 'c\n'], ['abc']],
    ['a line break in a separate chunk', ['a', '\n', 'b\n'], ['a', 'b']],
    ['empty lines', ['\n\na\n'], ['', '', 'a']],
    ['a last line without a break', ['a\nb'], ['a', 'b']],
    ['a carriage return is the line’s own', ['a\r\n'], ['a\r']],
    [
      'a character split over chunks',
      [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1), '\n'],
      ['ü'],
    ],
    ['what looks like a time', [`${T1} a\n`], [`${T1} a`]],
  ])('%s', (_, chunks, lines) => {
    expect(split(chunks)).toEqual(lines);
  });

  test('a line longer than the cap comes in pieces', () => {
    expect(split(['abcdefgh\nij\n'], { maxLineBytes: 3 })).toEqual(['abc', 'def', 'gh', 'ij']);
  });
});

describe('with times', () => {
  const long = 'x'.repeat(16 * 1024);

  test.each<[string, (string | Buffer)[], string[]]>([
    ['one line', [`${T1} a\n`], [`${T1}|a`]],
    ['two lines', [`${T1} a\n${T2} b\n`], [`${T1}|a`, `${T2}|b`]],
    ['a time split over chunks', [T1.slice(0, 7), `${T1.slice(7)} a b\n`], [`${T1}|a b`]],
    ['a time and its space split', [T1, ' a\n'], [`${T1}|a`]],
    ['an offset instead of Z', ['2026-11-24T14:00:00.5+01:00 a\n'], ['2026-11-24T14:00:00.5+01:00|a']],
    ['an empty line', [`${T1} \n${T2} b\n`], [`${T1}|`, `${T2}|b`]],
    ['a last line without a break', [`${T1} a`], [`${T1}|a`]],
    ['a line without a time', ['hello world\n'], ['hello world']],
    ['a line without a time or a space', ['hello\nworld\n'], ['hello', 'world']],
    ['a torn time at the end', [T1.slice(0, 9)], [T1.slice(0, 9)]],
    [
      'a line that the engine cut',
      [`${T1} ${long}`, `${T1} ${long}`, `${T1} y\n`],
      [`${T1}|${long}${long}y`],
    ],
    ['a line as long as one message', [`${T1} ${long}${T1} \n${T2} b\n`], [`${T1}|${long}`, `${T2}|b`]],
    ['a time inside of a line', [`${T1} at ${T2} b\n`], [`${T1}|at ${T2} b`]],
  ])('%s', (_, chunks, lines) => {
    expect(split(chunks, { timestamps: true })).toEqual(lines);
  });

  test('pieces of a line longer than the cap carry its time', () => {
    expect(split([`${T1} abcde\n`], { timestamps: true, maxLineBytes: 3 })).toEqual([
      `${T1}|abc`,
      `${T1}|de`,
    ]);
  });
});

test('any cut of the input gives the same lines', () => {
  const input = Buffer.from(`${T1} ä\n${T2} ${'é'.repeat(8192)}${T2} tail\n${T1} end`);
  const whole = split([input], { timestamps: true });
  for (let size = 1; size < 60; size += 7) {
    const chunks = [];
    for (let at = 0; at < input.length; at += size) chunks.push(input.subarray(at, at + size));
    expect(split(chunks, { timestamps: true })).toEqual(whole);
  }
});
