import { isRecord } from '@docktopus/core/kit';
import type { Watch } from '../api/index.ts';

const MAX_STATS = 100;
const LEAST_STATS_MS = 1_000;
const MAX_TAIL = 5_000;
const ID = /^[\w.-]{1,128}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Reads the body of `PUT streams/{stream}`; a text says what is wrong with it. */
export function readWatch(body: unknown): Watch | string {
  if (!isRecord(body)) return 'expected an object';
  const { stats = [], statsEveryMs = 2_000, logs } = body;
  if (!Array.isArray(stats) || !stats.every(isId)) return 'stats: expected a list of container ids';
  if (stats.length > MAX_STATS) return `stats: got ${stats.length} ids, expected at most ${MAX_STATS}`;
  if (!isWhole(statsEveryMs, LEAST_STATS_MS, 60_000))
    return 'statsEveryMs: expected 1000 to 60000 milliseconds';
  if (logs === undefined || logs === null) return { stats: [...new Set(stats)], statsEveryMs };
  if (!isRecord(logs) || !isId(logs.id)) return 'logs.id: expected a container id';
  const { id, tail = 500, since, opening = 0 } = logs;
  if (!isWhole(opening, 0, Number.MAX_SAFE_INTEGER)) return 'logs.opening: expected a whole number';
  if (!isWhole(tail, 0, MAX_TAIL)) return `logs.tail: expected 0 to ${MAX_TAIL} lines`;
  if (since !== undefined && !(typeof since === 'string' && TIME.test(since))) {
    return 'logs.since: expected the time of a line, such as 2026-11-24T13:59:59.741101005Z';
  }
  return {
    stats: [...new Set(stats)],
    statsEveryMs,
    logs: { id, opening, tail, ...(since !== undefined && { since }) },
  };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
