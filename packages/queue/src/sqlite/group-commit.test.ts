import { afterEach, beforeEach, expect, it } from 'vitest';
import { libsql } from './driver/libsql.ts';
import type { SqlDatabase } from './driver/sqlite-driver.ts';
import { GroupCommit } from './group-commit.ts';

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
