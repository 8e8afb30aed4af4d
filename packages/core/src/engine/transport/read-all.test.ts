import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readAll, readRefusal } from './read-all.ts';

function endless(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.alloc(64 * 1024, 'x'));
    },
  });
}

test('an answer that is too long is given up, and its connection is closed', async () => {
  const body = endless();
  await expect(readAll(body, 100_000)).rejects.toThrow('the answer has more than 100000 bytes');
  expect(body.destroyed).toBe(true);
});

test('an answer that is just as long as it may be is read', async () => {
  expect(await readAll(Readable.from([Buffer.from('abc'), Buffer.from('de')]), 5)).toEqual(
    Buffer.from('abcde'),
  );
  await expect(readAll(Readable.from([Buffer.from('abc'), Buffer.from('def')]), 5)).rejects.toThrow(
    '5 bytes',
  );
});

test('of a refusal that does not end, the beginning is read', async () => {
  const body = endless();
  const read = await readRefusal(body);
  expect(read.length).toBe(64 * 1024);
  expect(body.destroyed).toBe(true);
});
