import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, type Header } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PackEntry, pack } from '../../archive/index.ts';
import { walkHostTree } from './walk-host-tree.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dt-pack-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(entries: readonly PackEntry[]): Promise<[Header, string][]> {
  const reader = extract();
  const archive = pack(entries);
  archive.on('error', (error) => reader.destroy(error));
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  const found: [Header, string][] = [];
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.push([entry.header, Buffer.concat(chunks).toString()]);
  }
  return found;
}

test('content and trees, with names, modes and owners', async () => {
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub/large'), 'x'.repeat(300_000), { mode: 0o600 });
  await writeFile(join(folder, 'empty'), '');
  await symlink('sub/large', join(folder, 'link'));
  const tree = await walkHostTree(folder, {}, never);
  const entries = tree.map((host) => ({
    name: host.path === '' ? 'top' : `top/${host.path}`,
    host,
    uid: 7,
    gid: 8,
  }));

  const found = await read([...entries, { name: 'note', content: Buffer.from('hi'), mode: 0o400 }]);

  expect(found.map(([{ name, type }]) => `${type} ${name}`)).toEqual([
    'directory top/',
    'file top/empty',
    'symlink top/link',
    'directory top/sub/',
    'file top/sub/large',
    'file note',
  ]);
  expect(found[2]?.[0].linkname).toBe('sub/large');
  expect(found[4]?.[0]).toMatchObject({ mode: 0o600, uid: 7, gid: 8, size: 300_000 });
  expect(found[4]?.[1]).toHaveLength(300_000);
  expect(found[5]).toMatchObject([{ mode: 0o400, uid: 0 }, 'hi']);
});

test('a file that became shorter since it was looked at is an error, not half an archive', async () => {
  await writeFile(join(folder, 'file'), 'x'.repeat(1000));
  const [, host] = await walkHostTree(folder, {}, never);
  await writeFile(join(folder, 'file'), 'x');
  await expect(read([{ name: 'file', host: host! }])).rejects.toThrow();
});

test('a link that has taken a file’s place is not followed', async () => {
  await writeFile(join(folder, 'file'), 'x'.repeat(1000));
  const [, host] = await walkHostTree(folder, {}, never);
  await rm(join(folder, 'file'));
  await symlink('/etc/passwd', join(folder, 'file'));
  await expect(read([{ name: 'file', host: host! }])).rejects.toThrow();
});

test('links that point outside, limits, and what is not there are refused before anything is sent', async () => {
  await symlink('/etc/passwd', join(folder, 'out'));
  await expect(walkHostTree(folder, {}, never)).rejects.toMatchObject({ code: 'archive.unsafe' });
  await rm(join(folder, 'out'));
  await writeFile(join(folder, 'a'), '12345');
  await expect(walkHostTree(folder, { maxBytes: 4 }, never)).rejects.toMatchObject({
    code: 'archive.unsafe',
  });
  await expect(walkHostTree(folder, { maxEntries: 1 }, never)).rejects.toMatchObject({
    code: 'archive.unsafe',
  });
  await expect(walkHostTree(join(folder, 'nothing'), {}, never)).rejects.toMatchObject({
    code: 'path.not-found',
  });
});

test('a file that has gone since it was looked at is named with its path', async () => {
  await writeFile(join(folder, 'short-lived'), 'x');
  const tree = await walkHostTree(join(folder, 'short-lived'), {}, never);
  await rm(join(folder, 'short-lived'));
  await expect(read(tree.map((host) => ({ name: 'x', host })))).rejects.toMatchObject({
    code: 'path.not-found',
    subject: join(folder, 'short-lived'),
    details: { errno: 'ENOENT' },
  });
});
