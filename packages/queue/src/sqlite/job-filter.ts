import type { StoreFilter } from '@docktopus/runner/durable';
import type { SqlValue } from './driver/sqlite-driver.ts';
import { STATES } from './sql-job.ts';

/** A filter as a condition on `jobs j`, and its values. */
export function jobFilter(filter: StoreFilter): {
  readonly where: string;
  readonly values: readonly SqlValue[];
} {
  const { ids, states, job, key, refused, affinity, endedBefore } = filter;
  const conditions: [sql: string, ...values: SqlValue[]][] = [];
  if (ids !== undefined) conditions.push(['j.id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)]);
  if (states !== undefined) {
    const numbers = states.map((state) => STATES.indexOf(state));
    conditions.push(['j.state IN (SELECT value FROM json_each(?))', JSON.stringify(numbers)]);
  }
  if (job !== undefined) conditions.push(['j.job = (SELECT job FROM names WHERE name = ?)', job]);
  if (key !== undefined) conditions.push(['j.key = ?', key]);
  if (affinity !== undefined) conditions.push(['j.affinity = ?', affinity]);
  if (endedBefore !== undefined) conditions.push(['j.state >= 3 AND j.ended < ?', Math.trunc(endedBefore)]);
  if (refused !== undefined)
    conditions.push([`${refused ? '' : 'NOT '}(j.refusals IS NOT NULL AND j.state < 3)`]);
  return {
    where: conditions.length === 0 ? 'TRUE' : conditions.map(([sql]) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(([, ...values]) => values),
  };
}
