import { expect, test } from 'vitest';
import { deriveCall, type JobCall, runOf } from './index.ts';

const call: JobCall = {
  id: 'one',
  jobId: 'flush',
  body: { db: 1 },
  metadata: {},
  attempt: 1,
  extensions: new Map(),
  signal: new AbortController().signal,
};

test('a derived call has what was changed, and all else of the call', () => {
  const derived = deriveCall(call, { body: undefined, attempt: 2 });

  expect(derived).toMatchObject({ ...call, body: undefined, attempt: 2 });
  expect(derived.signal).toBe(call.signal);
  expect(derived.extensions).toBe(call.extensions);
});

test.each([undefined, null, {}, 'flush', { id: 'one' }])('%j is refused where a call is wanted', (value) => {
  const message = 'expected the call that a handler or a layer gets';
  for (const take of [() => deriveCall(value as never, {}), () => runOf(value as never)]) {
    expect(take).toThrow(
      expect.objectContaining({ code: 'runner.invalid', message: expect.stringContaining(message) }),
    );
  }
});

test.each([
  [null, 'options: got null, expected an object'],
  [{ attempt: 0 }, 'attempt: got 0, expected a whole number of at least 1'],
  [{ signal: 'stop' }, 'signal: got "stop"'],
  [{ boddy: 1 }, "boddy: got an unknown key, expected one of body, signal, attempt; did you mean 'body'?"],
])('a change %j is refused in words', (change, text) => {
  expect(() => deriveCall(call, change as never)).toThrow(text);
});
