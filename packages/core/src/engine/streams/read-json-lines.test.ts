import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDocktopusError } from '../../errors/index.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readLines } from './read-lines.ts';

async function* from(chunks: readonly (Buffer | string)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function objects(chunks: readonly (Buffer | string)[], maxBytes?: number) {
  const found: unknown[] = [];
  for await (const object of readJsonLines(from(chunks), 'test', maxBytes)) found.push(object);
  return found;
}

describe('line-delimited JSON', () => {
  test('comes out whole however it is cut, characters of several bytes included', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ text })), fc.integer({ min: 1, max: 9 }), async (list, size) => {
        const bytes = Buffer.from(list.map((object) => `${JSON.stringify(object)}\r\n`).join('\n'));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(await objects(chunks)).toEqual(list);
      }),
    );
  });

  test('the last line needs no line end', async () => {
    expect(await objects(['{"a":1}\n{"b"', ':2}'])).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test.each([
    ['text', 'nonsense\n'],
    ['half an object', '{"a":\n'],
    ['a number', '1\n'],
    ['null', 'null\n'],
    ['a list', '[]\n'],
  ])('%s is a protocol error, after the good lines before it', async (_name, bad) => {
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const object of readJsonLines(from(['{"a":1}\n', bad]), 'test')) found.push(object);
    })();
    await expect(reading).rejects.toSatisfy((error) => isDocktopusError(error, 'engine.protocol'));
    expect(found).toEqual([{ a: 1 }]);
  });

  test('the message of a malformed line does not quote it whole', async () => {
    const secret = 'PASSWORD=hunter2';
    await expect(objects([`${'x'.repeat(40)}${secret}\n`])).rejects.toSatisfy(
      (error) => !(error as Error).message.includes(secret),
    );
  });

  test('a line that never ends is cut off at the cap', async () => {
    await expect(objects(['x'.repeat(100), 'x'.repeat(100)], 150)).rejects.toSatisfy((error) =>
      isDocktopusError(error, 'engine.protocol'),
    );
  });

  test('empty lines are left out', async () => {
    const lines: string[] = [];
    for await (const line of readLines(from(['\n\n a \r\n\n']), 'test')) lines.push(line);
    expect(lines).toEqual(['a']);
  });
});
