import type { JobRequest } from '../job/index.ts';
import { dueSlots, type NextSlot } from './due-slots.ts';
import { LATE_MS, type Missed } from './missed.ts';
import type { ProducerHost } from './producer.ts';
import type { Overlap } from './scheduled-calls.ts';
import type { SharedSchedule } from './shared-schedule.ts';
import { sleepUntil } from './sleep-until.ts';

export interface SharedTimetable {
  /** Of the clock on the wall, which all machines share. */
  readonly next: NextSlot;
  readonly overlap: Overlap;
  readonly jitterMs: number;
  readonly missed: Missed;
  readonly request: (slot: number) => JobRequest;
}

/** Keeps a call for each slot of `timetable`, once among all processes that share `schedule`, until there are none or the host stops. */
export async function runSharedTimetable(
  timetable: SharedTimetable,
  schedule: SharedSchedule,
  host: ProducerHost,
): Promise<void> {
  const { next, missed } = timetable;
  const fired = await schedule.last();
  // What passed while no process ran is seen from the last time that one did.
  let last = missed === 'once' && fired !== undefined ? Math.min(fired, Date.now()) : Date.now();
  for (let slot = next(last); slot !== undefined; slot = next(last)) {
    await sleepUntil(slot, Date.now, host.signal);
    const due = dueSlots(next, slot, Date.now());
    const tooLate = missed === 'skip' && Date.now() - due.latest > LATE_MS;
    if (!tooLate) await fire(timetable, due.latest, schedule, host);
    last = due.last;
  }
}

async function fire(
  { overlap, jitterMs, request }: SharedTimetable,
  slot: number,
  schedule: SharedSchedule,
  host: ProducerHost,
): Promise<void> {
  const before = overlap === 'skip' ? await schedule.last() : undefined;
  if (before !== undefined && before < slot && (await schedule.busy(before))) {
    host.dropped(1);
    return;
  }
  const given = request(slot);
  const delayMs = Math.random() * jitterMs;
  await schedule.fire(slot, { ...given, durable: { ...given.durable, delayMs } });
}
