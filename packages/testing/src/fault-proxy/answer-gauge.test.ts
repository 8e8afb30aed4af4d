import { expect, test } from 'vitest';
import { AnswerGauge } from './answer-gauge.ts';

const answer = Buffer.from('HTTP/1.1 200 OK\r\n\r\n0123456789');

test.each([1, 3, 7, 19, 100])(
  'a cut counts its bytes from the body of the answer, in chunks of %i',
  (size) => {
    for (const limit of [0, 1, 5, 10]) {
      const gauge = new AnswerGauge(limit);
      let passed = '';
      for (let at = 0, reached = false; at < answer.length && !reached; at += size) {
        const chunk = answer.subarray(at, at + size);
        const measured = gauge.measure(chunk);
        passed += chunk.subarray(0, measured.pass).toString();
        reached = measured.reached;
      }
      expect(passed).toBe(`HTTP/1.1 200 OK\r\n\r\n${'0123456789'.slice(0, limit)}`);
    }
  },
);

test('a cut at a negative position is within the head of the answer', () => {
  expect(new AnswerGauge(-1).measure(answer)).toEqual({ pass: 12, reached: true });
});
