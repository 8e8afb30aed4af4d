/**
 * Where a durable job is.
 *
 * | state | means | leads to |
 * |---|---|---|
 * | `queued` | waits for a worker | `running`, `cancelled`, `dead` when its deadline passes |
 * | `delayed` | waits for a time: a later start, the next attempt, another worker | `queued`, `cancelled` |
 * | `running` | a worker has the lease | `done`, `dead`, `cancelled`, `delayed` for another attempt, `queued` when it is given back or its lease runs out |
 * | `done` | the handler returned | `queued` by a redrive |
 * | `dead` | it is not tried again: attempts, stalls or refusals are used up, or it is poison or too late | `queued` by a redrive |
 * | `cancelled` | somebody cancelled it | |
 */
export type JobState = 'queued' | 'delayed' | 'running' | 'done' | 'dead' | 'cancelled';

/** The states of a durable job, in the order of its life. */
export const JOB_STATES: readonly JobState[] = ['queued', 'delayed', 'running', 'done', 'dead', 'cancelled'];

/** Whether nothing happens to a job any more unless somebody asks for it. */
export function hasEnded(state: JobState): boolean {
  return state === 'done' || state === 'dead' || state === 'cancelled';
}
