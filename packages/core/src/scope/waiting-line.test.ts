import { expect, test } from 'vitest';
import { WaitingLine } from './index.ts';

test('callers are served and refused in the order in which they came', async () => {
  const line = new WaitingLine<string>();
  const [first, second, third] = [line.wait(), line.wait(), line.wait()];
  expect([line.length, line.serve('a'), line.refuse(new Error('no')), line.serve('c')]).toEqual([
    3,
    true,
    true,
    true,
  ]);
  await expect(first).resolves.toBe('a');
  await expect(second).rejects.toThrow('no');
  await expect(third).resolves.toBe('c');
  expect([line.serve('d'), line.refuse(new Error('no'))]).toEqual([false, false]);
});

test('a caller whose signal aborts leaves the line with the reason, at once', async () => {
  const line = new WaitingLine<string>();
  const controller = new AbortController();
  const impatient = line.wait(controller.signal);
  const patient = line.wait();
  controller.abort(new Error('enough'));
  expect(line.length).toBe(1);
  line.serve('a');
  await expect(impatient).rejects.toThrow('enough');
  await expect(patient).resolves.toBe('a');
  await expect(line.wait(controller.signal)).rejects.toThrow('enough');
});

test('a caller that was served keeps its value when its signal aborts right after', async () => {
  const line = new WaitingLine<string>();
  const controller = new AbortController();
  const served = line.wait(controller.signal);
  line.serve('a');
  controller.abort(new Error('enough'));
  await expect(served).resolves.toBe('a');
});

test('refuseAll sends everyone away, and leaves the line open for those who come later', async () => {
  const line = new WaitingLine<string>();
  const waiting = [line.wait(), line.wait()];
  line.refuseAll(new Error('closed'));
  const later = line.wait();
  const results = await Promise.allSettled(waiting);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  line.serve('a');
  await expect(later).resolves.toBe('a');
});
