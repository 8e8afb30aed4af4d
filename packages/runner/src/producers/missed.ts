/**
 * What happens to times that have passed while nobody was there for them: the machine slept, was too busy, or, for a
 * durable job, no process ran. `'once'`: the latest of them runs late, once. `'skip'`: none of them runs.
 */
export type Missed = (typeof MISSED)[number];

export const MISSED = ['skip', 'once'] as const;

/** A call that is later than this was missed. */
export const LATE_MS = 60_000;
