import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { libsql } from './driver/libsql.ts';
import type { SqlDatabase } from './driver/sqlite-driver.ts';
import { GroupCommit } from './group-commit.ts';
import { JoinedWrite } from './joined-write.ts';

let database: SqlDatabase;

beforeEach(async () => {
  const driver = await libsql();
  if (driver === undefined) throw new Error('libsql is not installed');
  database = driver.open(':memory:');
  database.exec('CREATE TABLE items (name TEXT PRIMARY KEY)');
});

afterEach(() => database.close());

function groupCommit(claim: () => (() => void) | undefined) {
  const said: string[] = [];
  const commit = new GroupCommit(database, {
    claim,
    claimFailed: (error) => said.push(`no claim: ${(error as Error).message}`),
    undone: () => said.push('undone'),
    failure: (error) => error,
  });
  const insert = database.prepare('INSERT INTO items (name) VALUES (?)');
  return { commit, said, add: (name: string) => commit.write(() => insert.run(name)) };
}

const items = () =>
  database
    .prepare('SELECT name FROM items')
    .all()
    .map(({ name }) => name);
const broken = () => {
  throw new Error('the index is damaged');
};

it('a claim that fails does not take the writes of its transaction along, and is reported', async () => {
  const { said, add } = groupCommit(broken);
  expect(await Promise.all([add('a'), add('b')])).toEqual([1, 1]);
  expect(items()).toEqual(['a', 'b']);
  expect(said).toEqual(['undone', 'undone', 'no claim: the index is damaged']);
});

it('a claim that fails in a transaction without writes is reported', async () => {
  const { commit, said } = groupCommit(broken);
  commit.schedule();
  await expect.poll(() => said).toContain('no claim: the index is damaged');
});

it('a write that fails takes neither the others of its transaction nor the claim along', async () => {
  let claims = 0;
  const claimed = () => () => {
    claims += 1;
  };
  const { said, add } = groupCommit(claimed);
  const outcomes = await Promise.allSettled([add('a'), add('b'), add('a')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(items()).toEqual(['a', 'b']);
  expect(claims).toBe(1);
  // What was remembered of the first try must be forgotten before the second one begins.
  expect(said).toEqual(['undone', 'undone']);
});

it('a joined write that fails does not take those along that it was joined with', async () => {
  const { commit } = groupCommit(() => undefined);
  const insert = database.prepare('INSERT INTO items (name) VALUES (?)');
  const together: number[] = [];
  const joined = new JoinedWrite<string, string>(commit, (names) => {
    together.push(names.length);
    for (const name of names) insert.run(name);
    return names.map((name) => `wrote ${name}`);
  });
  const outcomes = await Promise.allSettled(['a', 'b', 'a', 'c'].map((name) => joined.add(name)));
  expect(outcomes).toMatchObject([
    { value: 'wrote a' },
    { value: 'wrote b' },
    { status: 'rejected', reason: { message: expect.stringContaining('UNIQUE constraint failed') } },
    { value: 'wrote c' },
  ]);
  expect(items()).toEqual(['a', 'b', 'c']);
  expect(await Promise.all(['d', 'e'].map((name) => joined.add(name)))).toEqual(['wrote d', 'wrote e']);
  expect(together.at(-1)).toBe(2);
});

it('writes are joined up to a number, and none is joined across another write where their order counts', async () => {
  const written: string[] = [];
  const { commit } = groupCommit(() => undefined);
  const work = (names: readonly string[]) => {
    written.push(names.join(''));
    return names;
  };
  const any = new JoinedWrite<string, string>(commit, work);
  const ordered = new JoinedWrite<string, string>(commit, work, { most: 2, inOrder: true });
  const other = () => commit.write(() => written.push('other'));
  const writes = [any.add('a'), other(), any.add('b'), any.add('c')];
  expect(await Promise.all(writes)).toEqual(['a', 2, 'b', 'c']);
  expect(written.splice(0)).toEqual(['abc', 'other']);
  await Promise.all([...'abcde'].map((name) => ordered.add(name)));
  expect(written.splice(0)).toEqual(['ab', 'cd', 'e']);
  await Promise.all([
    ordered.add('a'),
    other(),
    ordered.add('b'),
    ordered.add('c'),
    other(),
    ordered.add('d'),
  ]);
  expect(written).toEqual(['a', 'other', 'bc', 'other', 'd']);
});

describe('when no transaction can begin', () => {
  const full = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });

  /** A database whose `BEGIN` fails for as long as `away` says so. */
  function unsteady() {
    const state = { away: true };
    const real = database;
    const exec = (sql: string) => {
      if (state.away && sql.startsWith('BEGIN')) throw full;
      real.exec(sql);
    };
    database = { ...real, exec, close: () => real.close() };
    return state;
  }

  it('all that waits is refused, the claim hears of it, and what comes later is written', async () => {
    const state = unsteady();
    let claims = 0;
    const { commit, said, add } = groupCommit(() => () => {
      claims += 1;
    });
    const joined = new JoinedWrite<string, string>(commit, (names) => names.map((name) => `wrote ${name}`));
    const outcomes = await Promise.allSettled([add('a'), joined.add('b'), joined.add('c')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect([said, claims]).toEqual([['no claim: disk I/O error'], 0]);
    state.away = false;
    expect(await Promise.all([add('a'), joined.add('d')])).toEqual([1, 'wrote d']);
    expect([items(), claims]).toEqual([['a'], 1]);
  });

  it('a flush at the end refuses what waits, and ends', async () => {
    unsteady();
    const { commit, add } = groupCommit(() => undefined);
    const outcome = expect(add('a')).rejects.toBe(full);
    commit.flush();
    await outcome;
  });
});

it('a write that comes or waits when all is closed is refused as unavailable', async () => {
  const { commit, add } = groupCommit(() => undefined);
  const waits = expect(add('a')).rejects.toMatchObject({ code: 'queue.unavailable' });
  commit.close();
  await waits;
  await expect(add('b')).rejects.toMatchObject({ code: 'queue.unavailable', reason: 'the store is closed' });
});
