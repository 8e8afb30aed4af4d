import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Container, connectDocker } from '@docktopus/core';
import { beforeAll, expect, test, vi } from 'vitest';
import { DatabaseContext } from '../../examples/03-database/database-context.ts';
import { postgresImage } from '../../examples/03-database/postgres-image.ts';
import { removeDatabase } from '../../examples/03-database/remove-database.ts';
import { BlueprintProcess } from '../support/blueprint-process.ts';
import { engineEndpoint, uniqueName } from '../support/engine.ts';

const NOTE_TAKER = fileURLToPath(new URL('../support/database/note-taker.ts', import.meta.url));
/** With what a line of a password file has to escape. */
const PASSWORD = `canary:\\${'e81b5d'.repeat(3)}`;

/** apt takes seconds to say which packages there are, so it is asked once. */
let image = '';

beforeAll(async () => {
  if (!existsSync('/usr/bin/apt-get')) return;
  await using docker = await connectDocker({ endpoint: engineEndpoint() });
  image = await postgresImage(docker);
}, 300_000);

/** A separate database on a real engine; nothing of it is left at the end. */
async function setup(skip: (condition: boolean, note: string) => void) {
  skip(image === '', 'there is no apt on this machine');
  const name = uniqueName('notes');
  const docker = await connectDocker({ endpoint: engineEndpoint() });
  const folder = await mkdtemp(join(tmpdir(), 'docktopus-database-'));
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
  const env = {
    DOCKTOPUS_NAME: name,
    DOCKTOPUS_IMAGE: image,
    DOCKTOPUS_PASSWORD_FILE: passwordFile,
    DOCKTOPUS_DOCKER_ENDPOINT: engineEndpoint(),
  };
  return {
    databaseId: async () => (await docker.engine.inspectContainer(`${name}-database`)).Id,
    /** A blueprint in this process. */
    connect: (settings: Readonly<Record<string, unknown>> = {}) =>
      DatabaseContext.connect({
        cleanup: 'sweep',
        config: settings,
        configSources: { args: false, env, envFile: false, file: false },
      }),
    /** One in another process, that takes notes until it is killed. */
    noteTaker: () => new BlueprintProcess(NOTE_TAKER, [], env),
    async [Symbol.asyncDispose]() {
      await removeDatabase(docker, name);
      await docker.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function notesIn({ sql }: DatabaseContext): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ text: string }>('SELECT text FROM note');
  return new Set(rows.map(({ text }) => text));
}

async function textOfLogs(container: Container): Promise<string> {
  const lines: string[] = [];
  for await (const { line } of container.logs()) lines.push(line);
  return lines.join('\n');
}

test('kill -9 in a burst of notes loses none that was taken, and the next start finds the same database', async ({
  skip,
}) => {
  await using notes = await setup(skip);
  const taken: string[] = [];
  const found: string[] = [];
  for (const how of ['create', 'adopt']) {
    await using taker = notes.noteTaker();
    await taker.says('taken', 200);
    taker.signal('SIGKILL');
    expect(await taker.end()).toMatchObject({ signal: 'SIGKILL', errors: '' });
    expect(taker.said('about').join()).toContain(`"database":"${how}"`);
    taken.push(...taker.said('taken').map((line) => line.slice('taken '.length)));
    found.push(await notes.databaseId());
  }

  await using last = await notes.connect();
  expect(new Set([...found, last.database.id]).size).toBe(1);
  const there = await notesIn(last);
  expect(taken.filter((text) => !there.has(text))).toEqual([]);
  // Each migration was applied once, before the first note.
  const { rows } = await last.sql.query(
    'SELECT name, applied_at < (SELECT min(written_at) FROM note) AS before FROM migration ORDER BY name',
  );
  expect(rows).toEqual([
    { name: '001-note', before: true },
    { name: '002-note-written-at', before: true },
  ]);
  expect(await textOfLogs(last.migration)).toBe('');
}, 240_000);

test('another spec replaces the container, in peace, and keeps the notes', async ({ skip }) => {
  await using notes = await setup(skip);
  const before = await notes.connect();
  const { id } = before.database;
  await before.sql.query("INSERT INTO note (text) VALUES ('kept')");
  await before.close();

  await using after = await notes.connect({ memory: '300m' });
  expect(after.plan.find(({ resource }) => resource.name === 'database')?.op).toBe('replace');
  expect(after.database.id).not.toBe(id);
  expect(await notesIn(after)).toEqual(new Set(['kept']));
  const said = await textOfLogs(after.database);
  expect(said).toContain('database system was shut down at');
  expect(said).not.toContain('recovery');
}, 240_000);

test('jobs go on when the database has ended and its engine has started it again', async ({ skip }) => {
  await using notes = await setup(skip);
  await using ctx = await notes.connect();
  await ctx.sql.query("INSERT INTO note (text) VALUES ('kept')");
  await ctx.database.exec(['kill', '-INT', '1']);
  await vi.waitFor(async () => {
    expect((await ctx.database.inspect()).RestartCount).toBe(1);
    expect(await notesIn(ctx)).toEqual(new Set(['kept']));
  }, 30_000);
}, 240_000);

test('the password is in a file that its user alone can read, and nowhere else', async ({ skip }) => {
  await using notes = await setup(skip);
  await using ctx = await notes.connect();
  const { stdout } = await ctx.database.exec(['stat', '-c', '%a %U', '/run/secrets/password']);
  expect(stdout).toBe('400 postgres\n');
  const wanted = ['sh', '-c', 'cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr "\\0" " "'];
  const shown = [(await ctx.database.exec(wanted)).stdout];
  for (const container of [ctx.database, ctx.migration]) {
    shown.push(JSON.stringify(await container.inspect()), await textOfLogs(container));
  }
  for (const text of shown) expect(text).not.toContain(PASSWORD.slice(-18));
  expect(shown.join()).toContain('POSTGRES_PASSWORD_FILE');
}, 240_000);
