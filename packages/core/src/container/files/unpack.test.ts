import { mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Header, pack as tarPack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpack } from './unpack.ts';

type Part = [header: Partial<Header> & { name: string }, content?: string];

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dt-unpack-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function archiveOf(parts: readonly Part[]): Promise<Buffer> {
  const archive = tarPack();
  for (const [header, content] of parts) archive.entry(header, content ?? '');
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const stream = (bytes: Buffer) => Readable.from([bytes], { objectMode: false });

test('files, directories, links and hard links become what they were', async () => {
  const archive = await archiveOf([
    [{ name: 'r/', type: 'directory', mode: 0o755 }],
    [{ name: 'r/bin/tool', mode: 0o4755 }, 'tool'],
    [{ name: 'r/bin/same', type: 'link', linkname: 'r/bin/tool' }],
    [{ name: 'r/latest', type: 'symlink', linkname: 'bin/tool' }],
    [{ name: 'r/empty' }],
    [{ name: `r/${'long/'.repeat(40)}name` }, 'deep'],
  ]);
  const root = join(folder, 'copy');
  await unpack(stream(archive), root, {}, never);
  expect((await readdir(root)).sort()).toEqual(['bin', 'empty', 'latest', 'long']);
  expect(await readFile(join(root, 'latest'), 'utf8')).toBe('tool');
  expect((await stat(join(root, 'bin/tool'))).mode & 0o7777).toBe(0o755);
  expect((await stat(join(root, 'bin/same'))).ino).toBe((await stat(join(root, 'bin/tool'))).ino);
  expect(await readlink(join(root, 'latest'))).toBe('bin/tool');
  expect(await readFile(join(root, `${'long/'.repeat(40)}name`), 'utf8')).toBe('deep');
});

test('nothing is written beyond the root', async () => {
  const archive = await archiveOf([
    [{ name: 'r/', type: 'directory' }],
    [{ name: 'r/l', type: 'symlink', linkname: 'd' }],
    [{ name: 'r/../../outside' }, 'x'],
  ]);
  await expect(unpack(stream(archive), join(folder, 'a/copy'), {}, never)).rejects.toMatchObject({
    code: 'archive.unsafe',
  });
  expect(await readdir(folder)).toEqual(['a']);
});

test.each([0, 1, 511, 512, 700, 1500])('an archive cut after %d bytes is an error', async (bytes) => {
  const archive = await archiveOf([
    [{ name: 'r/', type: 'directory' }],
    [{ name: 'r/file' }, 'x'.repeat(2000)],
  ]);
  const cut = new Readable({ read() {} });
  cut.push(archive.subarray(0, bytes));
  setImmediate(() => cut.destroy(new Error('the connection was cut')));
  await expect(unpack(cut, join(folder, 'copy'), {}, never)).rejects.toThrow('the connection was cut');
});

test('an archive that ends too early is an error', async () => {
  const archive = await archiveOf([[{ name: 'r' }, 'x'.repeat(2000)]]);
  await expect(
    unpack(stream(archive.subarray(0, 700)), join(folder, 'copy'), {}, never),
  ).rejects.toMatchObject({
    code: 'engine.protocol',
  });
});

test('input that is not an archive is an error', async () => {
  await expect(
    unpack(stream(Buffer.alloc(1024, 'x')), join(folder, 'copy'), {}, never),
  ).rejects.toMatchObject({
    code: 'engine.protocol',
  });
});
