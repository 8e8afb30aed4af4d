import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@docktopus/runner';
import { queueSettings } from '@docktopus/runner/durable';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { sqliteQueue } from '../index.ts';
import { findDriver } from './driver/find-driver.ts';
import { openDatabase } from './open-database.ts';
import { MIGRATIONS } from './schema.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docktopus-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const driver = await findDriver(undefined);
const open = (path: string, migrations?: readonly string[]) =>
  openDatabase({ path, driver, shared: false, survives: 'kill', allowVolatile: true, migrations });
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A file of ours with a hundred jobs' worth of pages. */
async function ours(path: string): Promise<void> {
  const database = await open(path);
  for (let seq = 0; seq < 100; seq += 1) {
    database
      .prepare(
        "INSERT INTO jobs (id, job, state, priority, created, metadata, payload) VALUES (?, 1, 0, 0, 0, '{}', ?)",
      )
      .all(`job${seq}`, 'x'.repeat(1000));
  }
  database.close();
}

describe('a file that is not ours to write is refused, and not changed', () => {
  it.each<[what: string, make: (path: string) => Promise<void> | void, says: RegExp]>([
    ['a text', (path) => writeFileSync(path, 'important notes '.repeat(50)), /it is no SQLite database/],
    [
      'a short file',
      (path) => writeFileSync(path, 'SQLite format 3\0'),
      /it is a file that ends within its head/,
    ],
    [
      'a database of another program',
      (path) => {
        const other = driver.open(path);
        other.exec('CREATE TABLE notes (text TEXT)');
        other.close();
      },
      /it is a database of another program/,
    ],
    [
      'a torn file',
      async (path) => {
        await ours(path);
        truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096);
      },
      /damaged|malformed|cannot be used/,
    ],
  ])('%s', async (_, make, says) => {
    const path = join(folder, 'jobs.db');
    await make(path);
    const before = digest(path);
    await expect(open(path)).rejects.toMatchObject({
      code: 'queue.damaged',
      message: expect.stringMatching(says),
    });
    expect(digest(path)).toBe(before);
  });

  it('one that a newer version has written', async () => {
    const path = join(folder, 'jobs.db');
    (await open(path, [...MIGRATIONS, 'CREATE TABLE later (x INTEGER)'])).close();
    const before = digest(path);
    await expect(open(path)).rejects.toMatchObject({
      code: 'queue.newer',
      message: expect.stringContaining(
        `schema ${MIGRATIONS.length + 1}, this one knows ${MIGRATIONS.length}`,
      ),
    });
    expect(digest(path)).toBe(before);
  });
});

test.each<[what: string, make: () => string, code: string, says: string]>([
  ['a directory', () => folder, 'path.invalid', 'it is a directory (EISDIR)'],
  [
    'a file in place of its folder',
    () => join(notes(), 'jobs.db'),
    'path.in-use',
    'something is there already (EEXIST)',
  ],
  [
    'a file in place of a folder above it',
    () => join(notes(), 'data', 'jobs.db'),
    'path.not-found',
    'a part of the path is a file, not a directory (ENOTDIR)',
  ],
  ['a circle of links', circle, 'path.invalid', 'its links form a circle (ELOOP)'],
  [
    'a folder below a circle of links',
    () => join(circle(), 'jobs.db'),
    'path.invalid',
    'its links form a circle (ELOOP)',
  ],
  [
    'a name that is too long',
    () => join(folder, 'x'.repeat(300)),
    'path.invalid',
    'the name is too long (ENAMETOOLONG)',
  ],
])(
  '%s where the file should be is refused with its path, its code and a hint',
  async (_, make, code, says) => {
    const path = make();
    await expect(open(path)).rejects.toMatchObject({
      code,
      operation: 'sqliteQueue',
      reason: expect.stringContaining(says),
      hint: expect.any(String),
      details: { path: expect.stringContaining(folder) },
    });
  },
);

function notes(): string {
  const path = join(folder, 'notes');
  writeFileSync(path, 'important');
  return path;
}

function circle(): string {
  const path = join(folder, 'circle');
  symlinkSync('circle', path);
  return path;
}

test('a file of the first version is brought to the present one, with its jobs', async () => {
  const path = join(folder, 'jobs.db');
  const first = await open(path, MIGRATIONS.slice(0, 1));
  first.exec(
    "INSERT INTO jobs (id, job, state, priority, created, metadata) VALUES ('old', 1, 0, 0, 0, '{}')",
  );
  first.close();
  const later = [...MIGRATIONS, "ALTER TABLE jobs ADD COLUMN note TEXT; UPDATE jobs SET note = 'moved'"];
  const present = await open(path, later);
  expect(present.prepare('SELECT id, note FROM jobs').all()).toMatchObject([{ id: 'old', note: 'moved' }]);
  expect(present.prepare('PRAGMA user_version').all()).toMatchObject([{ user_version: later.length }]);
  present.close();
});

test('a migration that fails leaves the file as it was', async () => {
  const path = join(folder, 'jobs.db');
  (await open(path)).close();
  await expect(
    open(path, [...MIGRATIONS, 'CREATE TABLE half (x INTEGER); SELECT nonsense']),
  ).rejects.toThrow();
  const again = await open(path);
  expect(again.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([]);
  again.close();
});

test('one process has the file: a second one is told so', async () => {
  const path = join(folder, 'jobs.db');
  const first = await open(path);
  await expect(open(path)).rejects.toMatchObject({
    code: 'queue.locked',
    message: expect.stringContaining('another process has the file open'),
  });
  first.close();
  (await open(path)).close();
});

test('a folder in memory is refused unless the author accepts the loss', async ({ skip }) => {
  const memory = '/dev/shm';
  if (process.platform !== 'linux') skip('only Linux has /dev/shm');
  const path = join(mkdtempSync(join(memory, 'docktopus-open-')), 'jobs.db');
  const host = {
    dataDir: folder,
    log: silentLogger,
    retention: queueSettings().retention,
    maxLogBytes: 1000,
  };
  await expect(sqliteQueue({ path }).open(host)).rejects.toMatchObject({
    code: 'queue.volatile',
    message: expect.stringContaining('a tmpfs: it is gone with the machine'),
  });
  const accepted = sqliteQueue({ path, allowVolatile: true });
  await accepted.open(host);
  await accepted.close();
  rmSync(join(path, '..'), { recursive: true });
});
