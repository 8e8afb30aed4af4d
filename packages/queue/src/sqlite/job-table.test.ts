import type { NewJob } from '@docktopus/runner/durable';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { libsql } from './driver/libsql.ts';
import type { SqlDatabase } from './driver/sqlite-driver.ts';
import { JobTable } from './job-table.ts';
import { MIGRATIONS } from './schema.ts';
import { Statements } from './statements.ts';

let database: SqlDatabase;
let table: JobTable;

beforeEach(async () => {
  const driver = await libsql();
  if (driver === undefined) throw new Error('libsql is not installed');
  database = driver.open(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  table = new JobTable(new Statements(database));
});

afterEach(() => database.close());

const newJob = (id: string, change: Partial<NewJob> = {}): NewJob => ({
  id,
  fresh: true,
  job: '"work"',
  payload: '1',
  metadata: '{}',
  key: undefined,
  priority: 0,
  delayMs: 0,
  deadlineAt: undefined,
  idempotency: undefined,
  affinity: undefined,
  ...change,
});

const rows = () =>
  database
    .prepare('SELECT id FROM jobs ORDER BY seq')
    .all()
    .map(({ id }) => id);

it('jobs that are added together keep their order, with all that each has', () => {
  const changes: readonly Partial<NewJob>[] = [
    { key: 'tenant' },
    { delayMs: 1000 },
    { deadlineAt: Date.now() + 1000 },
    { affinity: 'host' },
    { idempotency: { key: 'once', fingerprint: 'f' } },
    { payload: JSON.stringify('x'.repeat(5000)) },
    { job: '"other"', priority: 5, metadata: '{"from":"test"}' },
  ];
  // Runs of plain jobs that are shorter and longer than what one statement takes, around one of each other kind.
  const jobs = [0, 3, 16, 17, 33, 40, 70].flatMap((count, at) => [
    ...Array.from({ length: count }, (_, each) => newJob(`plain-${at}-${each}`)),
    newJob(`other-${at}`, changes[at]),
  ]);
  const accepted = table.addAll(jobs);
  expect(accepted).toEqual(jobs.map(({ id }) => ({ id, outcome: 'accepted' })));
  expect(rows()).toEqual(jobs.map(({ id }) => id));
  for (const { id, fresh: _, idempotency, delayMs, ...given } of jobs) {
    expect(table.get(id)).toMatchObject({
      ...given,
      idempotencyKey: idempotency?.key,
      state: delayMs > 0 ? 'delayed' : 'queued',
    });
  }
});

it('a job that is there already is found among those that are added with it', () => {
  const idempotency = { key: 'once', fingerprint: 'f' };
  table.add(newJob('first', { idempotency }));
  table.add(newJob('given', { fresh: false }));
  const plain = Array.from({ length: 40 }, (_, each) => newJob(`plain-${each}`));
  const jobs = [...plain, newJob('second', { idempotency }), newJob('given', { fresh: false })];
  expect(table.addAll(jobs).slice(40)).toMatchObject([{ id: 'first' }, { id: 'given' }]);
  expect(rows()).toEqual(['first', 'given', ...plain.map(({ id }) => id)]);
});
