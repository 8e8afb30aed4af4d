import { expect, test } from 'vitest';
import { Output } from './output.ts';

const HOSTILE = 'a\u001b[2Jb\u001b]0;owned\u0007c\u009b31md\u202ee\u007f\rf';
const DRIVES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function output(json = false, isTTY = true) {
  const texts: string[] = [];
  const stream = { isTTY, columns: 80, write: (text: string) => texts.push(text) > 0 };
  const out = new Output({ stdout: stream, stderr: stream, env: {}, json, color: false });
  return { out, text: () => texts.join('') };
}

test.each<[what: string, print: (out: Output) => void]>([
  ['a line', (out) => out.line(HOSTILE)],
  ['a text', (out) => out.write(HOSTILE)],
  ['a table', (out) => out.table([{ title: 'NAME' }], [[HOSTILE]])],
  ['a note', (out) => out.note(HOSTILE)],
  ['a failure', (out) => out.failure('engine.failed', HOSTILE, `do ${HOSTILE}`, undefined)],
  ['data', (out) => out.data({ name: HOSTILE })],
  ['a document', (out) => out.document({ name: HOSTILE })],
])('%s drives no terminal', (_, print) => {
  for (const json of [false, true]) {
    const { out, text } = output(json);
    print(out);
    expect(text()).not.toMatch(DRIVES);
    expect(text()).toContain('f');
  }
});

test('JSON is the same value, whatever was escaped in it', () => {
  const { out, text } = output(true);
  out.data({ name: HOSTILE });
  expect(JSON.parse(text())).toEqual({ v: 1, name: HOSTILE });
});

test('what is not for a terminal stays as it is, and colours stay everywhere', () => {
  const { out, text } = output(false, false);
  out.write(HOSTILE);
  out.line('\u001b[31mred\u001b[0m');
  expect(text()).toBe(`${HOSTILE}\u001b[31mred\u001b[0m\n`);
});
