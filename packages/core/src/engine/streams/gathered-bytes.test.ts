import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatheredBytes } from './gathered-bytes.ts';

test('all that was added comes back, in order, however it was divided', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 })), (parts) => {
      const gathered = new GatheredBytes();
      for (const part of parts) gathered.add(Buffer.from(part));
      const all = Buffer.concat(parts.map((part) => Buffer.from(part)));
      expect(gathered.length).toBe(all.length);
      expect(gathered.bytes().equals(all)).toBe(true);
      expect(gathered.take().equals(all)).toBe(true);
      expect([gathered.length, gathered.take().length]).toEqual([0, 0]);
    }),
  );
});

test('what was taken stays as it was when more is added', () => {
  const gathered = new GatheredBytes();
  gathered.add(Buffer.from('ab'));
  gathered.add(Buffer.from('cd'));
  const taken = gathered.take();
  gathered.add(Buffer.from('xy'));
  gathered.add(Buffer.from('zz'));
  expect([taken.toString(), gathered.take().toString()]).toEqual(['abcd', 'xyzz']);
});

test('a million parts of one byte take little more room than a million bytes', () => {
  const gathered = new GatheredBytes();
  const chunk = Buffer.alloc(1_000_000, 'x');
  for (let at = 0; at < chunk.length; at += 1) gathered.add(chunk.subarray(at, at + 1));
  expect(gathered.length).toBe(1_000_000);
  expect(gathered.bytes().buffer.byteLength).toBeLessThanOrEqual(2_097_152);
});
