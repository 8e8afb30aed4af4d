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
  await schedule.check(timetable.request(Date.now()));
  const fired = await schedule.whenThere(() => schedule.last());
  // What passed while no process ran is seen from the last time that one did.
  let last = missed === 'once' && fired !== undefined ? Math.min(fired, Date.now()) : Date.now();
  for (let slot = next(last); slot !== undefined; slot = next(last)) {
    await sleepUntil(slot, Date.now, host.signal);
    last = await schedule.whenThere(() => fireDue(timetable, slot, schedule, host));
  }
}

/**
 * Fires what is due now: the store may have been away since the time of `slot`, and what passed meanwhile was missed.
 *
 * @returns where to go on from.
 */
async function fireDue(
  timetable: SharedTimetable,
  slot: number,
  schedule: SharedSchedule,
  host: ProducerHost,
): Promise<number> {
  const due = dueSlots(timetable.next, slot, Date.now());
  const tooLate = timetable.missed === 'skip' && Date.now() - due.latest > LATE_MS;
  // What comes too late because the store is away waits for the store as well: an outage is told of once, not at each time.
  if (tooLate) await schedule.last();
  else await fire(timetable, due.latest, schedule, host);
  return due.last;
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
