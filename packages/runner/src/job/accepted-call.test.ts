import { expect, test } from 'vitest';
import { AcceptedCall, deriveCall } from './index.ts';

test('a call gets a new id, empty metadata, and room for extensions', () => {
  const [one, two] = [new AcceptedCall({ jobId: 7 }), new AcceptedCall({ jobId: 7 })];
  expect(one.id).not.toBe(two.id);
  expect([one.metadata, one.extensions.size]).toEqual([{}, 0]);
  expect(one.extensions).toBe(one.extensions);
});

test('an abort before the signal was asked for is seen by it, with the first reason', () => {
  const call = new AcceptedCall({ jobId: 'x' });
  call.abort('first');
  call.abort('second');
  expect([call.signal.aborted, call.signal.reason]).toEqual([true, 'first']);
});

test("the caller's signal aborts the call, until the call has ended", () => {
  const [early, late] = [new AbortController(), new AbortController()];
  const calls = [early, late].map(({ signal }) => new AcceptedCall({ jobId: 'x', signal }));
  early.abort('gave up');
  calls[1]?.end();
  late.abort('too late');
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test('a derived call shares what it does not change', () => {
  const call = new AcceptedCall({ jobId: 'x', body: 1, metadata: { a: 'b' } });
  const derived = deriveCall(call, { body: undefined });
  expect([derived.body, derived.id, derived.metadata]).toEqual([undefined, call.id, call.metadata]);
  expect(derived.extensions).toBe(call.extensions);
  expect(derived.signal).toBe(call.signal);
});
