import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Hold, HoldLedger } from './index.ts';

function setup() {
  const time = { now: 0 };
  const changes: number[] = [];
  const ledger: HoldLedger = new HoldLedger(
    () => time.now,
    () => changes.push(ledger.size),
  );
  return { time, ledger, changes };
}

test('idle time begins when the last hold ends, and not with any before', () => {
  const { time, ledger, changes } = setup();
  const [first, second] = [ledger.add('use'), ledger.add('exec', 'ls')];
  time.now = 10;
  first.release();
  time.now = 20;
  expect(ledger.idleSince).toBe(20);
  second.release();
  time.now = 30;
  expect([ledger.idleSince, ledger.size, changes]).toEqual([20, 0, [1, 0]]);
});

test('a hold ends with its signal, and lets go of it when it is released before', () => {
  const { ledger } = setup();
  const caller = new AbortController();
  const listeners = () => getEventListeners(caller.signal, 'abort').length;

  ledger.add('use', undefined, caller.signal).release();
  expect(listeners()).toBe(0);

  ledger.add('use', undefined, caller.signal);
  caller.abort();
  expect([ledger.size, listeners()]).toEqual([0, 0]);
});

test('a hold that is released twice counts once', () => {
  const { time, ledger } = setup();
  const [first, second] = [ledger.add('use'), ledger.add('use')];
  first.release();
  first[Symbol.dispose]();
  expect(ledger.size).toBe(1);
  second.release();
  time.now = 5;
  second.release();
  expect(ledger.idleSince).toBe(0);
});

test('however holds begin and end, the count is that of the open ones, and idle time never begins before the last end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 })), (steps) => {
      const { time, ledger, changes } = setup();
      const open: Hold[] = [];
      let lastEnd = 0;
      for (const step of steps) {
        time.now += 1;
        const ending = step < 5 ? open.splice(step % Math.max(1, open.length), 1)[0] : undefined;
        if (step >= 5) open.push(ledger.add(step % 2 ? 'request' : 'exec'));
        ending?.release();
        if (ending) lastEnd = time.now;
        expect(ledger.size).toBe(open.length);
        expect(ledger.all.length).toBe(open.length);
        expect(ledger.idleSince).toBe(open.length > 0 ? time.now : lastEnd);
      }
      // Told of the edges only: held, idle, held…
      expect(changes.every((size, index) => size === (index % 2 ? 0 : 1))).toBe(true);
    }),
  );
});
