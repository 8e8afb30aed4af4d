import { expect, test } from 'vitest';
import { toMoment } from '../time/index.ts';
import { VirtualFamilyClock } from '../time/virtual-family-clock.fixture.ts';
import { adoptedSince } from './adopted-since.ts';

const MINUTE = 60_000;
const limitMs = 15 * MINUTE;

/** How long ago, by a process that looks so many minutes after the moment. */
async function agoMs(
  minutes: number,
  {
    jump = 0,
    sameBoot = true,
    written = true,
  }: { jump?: number; sameBoot?: boolean; written?: boolean } = {},
) {
  const clock = new VirtualFamilyClock();
  const moment = toMoment(clock.now(), clock);
  await clock.advance(minutes * MINUTE);
  clock.jump(jump * MINUTE);
  const facts = { written: written ? moment : undefined, sameBoot, observed: moment.wall, limitMs };
  return (clock.now() - adoptedSince(facts, clock)) / MINUTE;
}

test('what was written under this boot is exact: minute 14 of 15 stays minute 14', async () => {
  expect(await agoMs(14)).toBe(14);
  expect(await agoMs(90)).toBe(90);
});

test.each([-1_000_000, 1_000_000])(
  'a wall clock that was set by %i minutes ends nothing and forgets nothing',
  async (jump) => {
    expect(await agoMs(14, { jump })).toBe(14);
  },
);

test('after a reboot, or without what was written, five minutes are left at least', async () => {
  expect(await agoMs(4, { sameBoot: false })).toBe(4);
  expect(await agoMs(14, { sameBoot: false })).toBe(10);
  expect(await agoMs(0, { sameBoot: false, jump: 1_000_000 })).toBe(10);
  expect(await agoMs(0, { sameBoot: false, jump: -1_000_000 })).toBe(0);
  expect(await agoMs(14, { written: false })).toBe(10);
});

test('a limit that is shorter than the grace is left as a whole', async () => {
  const clock = new VirtualFamilyClock();
  const facts = { written: undefined, sameBoot: true, observed: 0, limitMs: MINUTE };
  expect(clock.now() - adoptedSince(facts, clock)).toBe(0);
});

test('a container that the engine says nothing of began now', () => {
  const clock = new VirtualFamilyClock();
  const facts = { written: undefined, sameBoot: true, observed: undefined, limitMs };
  expect(clock.now() - adoptedSince(facts, clock)).toBeLessThanOrEqual(10 * MINUTE);
});
