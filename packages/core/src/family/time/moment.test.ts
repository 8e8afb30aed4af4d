import { expect, test } from 'vitest';
import { elapsedSince, toMoment } from './index.ts';
import { VirtualFamilyClock } from './virtual-family-clock.fixture.ts';

const MINUTE = 60_000;
const bounds = { sameBoot: true, atMostMs: Number.POSITIVE_INFINITY };

async function fourteenMinutesAgo() {
  const clock = new VirtualFamilyClock();
  const moment = toMoment(clock.now(), clock);
  await clock.advance(14 * MINUTE);
  return { clock, moment };
}

test.each([0, 365 * 24 * 60 * MINUTE, -365 * 24 * 60 * MINUTE])(
  'a wall clock that was set by %i ms changes nothing under the same boot',
  async (jump) => {
    const { clock, moment } = await fourteenMinutesAgo();
    clock.jump(jump);
    expect(elapsedSince(moment, clock, bounds)).toBe(14 * MINUTE);
  },
);

test('after a reboot the wall clock counts, within bounds', async () => {
  const { clock, moment } = await fourteenMinutesAgo();
  const rebooted = { ...bounds, sameBoot: false };
  expect(elapsedSince(moment, clock, rebooted)).toBe(14 * MINUTE);
  clock.jump(60 * MINUTE);
  expect(elapsedSince(moment, clock, { ...rebooted, atMostMs: 20 * MINUTE })).toBe(20 * MINUTE);
  clock.jump(-1_000 * MINUTE);
  expect(elapsedSince(moment, clock, rebooted)).toBe(0);
});

test('a moment that was written without the clock of the boot is read by the wall clock', async () => {
  const { clock, moment } = await fourteenMinutesAgo();
  expect(elapsedSince({ wall: moment.wall }, clock, bounds)).toBe(14 * MINUTE);
});
