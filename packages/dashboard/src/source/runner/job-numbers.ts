import type { JobSnapshot, RunnerCounters } from '@docktopus/runner';
import type { JobCounts as DurableCounts } from '@docktopus/runner/durable';
import type { JobCounts, JobsView } from '../../board/index.ts';

const WINDOW_MS = 10_000;

/** How many calls end in a second, over the last ten. */
export class EndingRate {
  #marks: { readonly at: number; readonly ended: number }[] = [];

  /** @param ended since the start. */
  note({ succeeded, failed, withoutResult, discarded, later }: RunnerCounters, now: number): number {
    const ended = succeeded + failed + withoutResult + discarded + later;
    this.#marks = [...this.#marks.filter(({ at }) => now - at <= WINDOW_MS), { at: now, ended }];
    const first = this.#marks[0]!;
    const seconds = Math.max(1, (now - first.at) / 1_000);
    return Math.round(((ended - first.ended) / seconds) * 10) / 10;
  }
}

/** The jobs in numbers: those in a store by its states, the others by what became of their calls. */
export function jobsView(
  blueprint: string,
  jobs: readonly JobSnapshot[],
  durable: ReadonlyMap<string | number, DurableCounts>,
  perSecond: number,
): JobsView {
  const counts = jobs.flatMap(({ id, options, counters }): JobCounts[] => {
    if (id === undefined) return [];
    const { inFlight, ok, nothing, failed, discarded } = counters;
    const inMemory = { running: inFlight, done: ok + nothing, failed, discarded };
    const isDurable = options.durable === true;
    return [{ job: String(id), durable: isDurable, states: isDurable ? { ...durable.get(id) } : inMemory }];
  });
  const states: Record<string, number> = {};
  for (const of of durable.values()) {
    for (const [state, count] of Object.entries(of)) states[state] = (states[state] ?? 0) + count;
  }
  return { blueprint, states, jobs: counts, perSecond };
}
