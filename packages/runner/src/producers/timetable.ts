import { delay, withResolvers } from '@docktopus/core/kit';
import type { JobRequest } from '../job/index.ts';
import { dueSlots, type NextSlot } from './due-slots.ts';
import type { ProducerHost } from './producer.ts';
import { MAX_QUEUED, type Overlap, ScheduledCalls } from './scheduled-calls.ts';

export interface Timetable {
  readonly next: NextSlot;
  /** Milliseconds; `next` speaks of the same clock. */
  readonly clock: () => number;
  readonly overlap: Overlap;
  readonly jitterMs: number;
  readonly catchUp: boolean;
  readonly request: (slot: number) => JobRequest;
}

/** A longer sleep is cut into pieces, so that a clock that was set, or a machine that slept, is noticed within a minute. */
const LONGEST_SLEEP_MS = 60_000;

/** Hands in a call for each slot of `timetable`, each slot at most once, until there are none or the host stops. */
export async function runTimetable(timetable: Timetable, host: ProducerHost): Promise<void> {
  const failed = withResolvers<never>();
  const calls = new ScheduledCalls(host, timetable.overlap, failed.reject);
  await Promise.race([failed.promise, fireAll(timetable, host, calls)]);
}

async function fireAll(timetable: Timetable, host: ProducerHost, calls: ScheduledCalls): Promise<void> {
  const { next, clock, catchUp, request } = timetable;
  let last = clock();
  for (let slot = next(last); slot !== undefined; slot = next(last)) {
    await sleepUntil(slot, clock, host.signal);
    const due = dueSlots(next, slot, clock(), catchUp ? MAX_QUEUED : 0);
    if (due.missed > 0) host.dropped(due.missed);
    for (const at of due.run) fireWithJitter(timetable, host, () => calls.fire(request(at)));
    last = due.last;
  }
}

function fireWithJitter({ jitterMs }: Timetable, { signal, dropped }: ProducerHost, fire: () => void): void {
  if (jitterMs === 0) fire();
  else delay(Math.random() * jitterMs, signal).then(fire, () => dropped(1));
}

async function sleepUntil(slot: number, clock: () => number, signal: AbortSignal): Promise<void> {
  for (let ms = slot - clock(); ms > 0; ms = slot - clock())
    await delay(Math.min(ms, LONGEST_SLEEP_MS), signal);
  signal.throwIfAborted();
}
