import type { StoreFilter } from '@docktopus/runner/durable';
import type { SqlValue } from './driver/sqlite-driver.ts';
import { STATES } from './sql-job.ts';

/** A filter as a condition on `jobs`, and its values. */
export function jobFilter(filter: StoreFilter): {
  readonly where: string;
  readonly values: readonly SqlValue[];
} {
  const { ids, states, job, key, refused, affinity, endedBefore } = filter;
  const conditions: [sql: string, ...values: SqlValue[]][] = [];
  if (ids !== undefined)
    conditions.push(['jobs.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)]);
  if (states !== undefined) {
    const numbers = states.map((state) => STATES.indexOf(state));
    conditions.push(['jobs.state IN (SELECT value FROM json_each(?))', JSON.stringify(numbers)]);
  }
  if (job !== undefined) conditions.push(['jobs.job = (SELECT job FROM names WHERE name = ?)', job]);
  if (key !== undefined) conditions.push(['jobs.key = ?', key]);
  if (affinity !== undefined) conditions.push(['jobs.affinity = ?', affinity]);
  if (endedBefore !== undefined)
    conditions.push(['jobs.state >= 3 AND jobs.ended < ?', Math.trunc(endedBefore)]);
  if (refused !== undefined)
    conditions.push([`${refused ? '' : 'NOT '}(jobs.refusals IS NOT NULL AND jobs.state < 3)`]);
  return {
    where: conditions.length === 0 ? 'TRUE' : conditions.map(([sql]) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(([, ...values]) => values),
  };
}
