import { delay, withResolvers } from '@docktopus/core/kit';
import type { JobRequest } from '../job/index.ts';
import { dueSlots, type NextSlot } from './due-slots.ts';
import { LATE_MS, type Missed } from './missed.ts';
import type { ProducerHost } from './producer.ts';
import { type Overlap, ScheduledCalls } from './scheduled-calls.ts';
import { sleepUntil } from './sleep-until.ts';

export interface Timetable {
  readonly next: NextSlot;
  /** Milliseconds; `next` speaks of the same clock. */
  readonly clock: () => number;
  readonly overlap: Overlap;
  readonly jitterMs: number;
  readonly missed: Missed;
  readonly request: (slot: number) => JobRequest;
}

/** Hands in a call for each slot of `timetable`, each slot at most once, until there are none or the host stops. */
export async function runTimetable(timetable: Timetable, host: ProducerHost): Promise<void> {
  const failed = withResolvers<never>();
  const calls = new ScheduledCalls(host, timetable.overlap, failed.reject);
  await Promise.race([failed.promise, fireAll(timetable, host, calls)]);
}

async function fireAll(timetable: Timetable, host: ProducerHost, calls: ScheduledCalls): Promise<void> {
  const { next, clock, missed, request } = timetable;
  let last = clock();
  for (let slot = next(last); slot !== undefined; slot = next(last)) {
    await sleepUntil(slot, clock, host.signal);
    const due = dueSlots(next, slot, clock());
    const tooLate = missed === 'skip' && clock() - due.latest > LATE_MS;
    const dropped = due.missed + (tooLate ? 1 : 0);
    if (dropped > 0) host.dropped(dropped);
    if (!tooLate) fireWithJitter(timetable, host, () => calls.fire(request(due.latest)));
    last = due.last;
  }
}

function fireWithJitter({ jitterMs }: Timetable, { signal, dropped }: ProducerHost, fire: () => void): void {
  if (jitterMs === 0) fire();
  else delay(Math.random() * jitterMs, signal).then(fire, () => dropped(1));
}
