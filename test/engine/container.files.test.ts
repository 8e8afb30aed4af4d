import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dt-files-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function running(boxes: Boxes) {
  const box = await boxes.box().create();
  await box.start();
  return box;
}

test('content goes in, with its mode and owner, and comes back', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.copyTo({ content: 'grüße' }, '/etc/new/deep/file', { mode: 0o640, uid: 12, gid: 34 });
  const { stdout } = await box.exec(['stat', '-c', '%a %u:%g', '/etc/new/deep/file']);
  expect(stdout).toBe('640 12:34\n');
  expect((await box.readFile('/etc/new/deep/file')).toString()).toBe('grüße');
  const bytes = Buffer.from([0, 255, 10]);
  await box.copyTo({ content: bytes }, '/bytes');
  expect(await box.readFile('/bytes')).toEqual(bytes);
});

test('a tree goes in and comes back the same, before the container is started as well', async () => {
  await using boxes = await Boxes.connect();
  const tree = join(folder, 'tree');
  await mkdir(join(tree, 'a/b'), { recursive: true });
  await writeFile(join(tree, 'a/b/large'), 'x'.repeat(5_000_000));
  await writeFile(join(tree, 'empty'), '');
  await symlink('a/b/large', join(tree, 'link'));
  const box = await boxes.box().create();

  await box.copyTo(tree, '/srv/copy');
  await box.copyFrom('/srv/copy', join(folder, 'back'));

  expect((await readdir(join(folder, 'back'), { recursive: true })).sort()).toEqual(
    (await readdir(tree, { recursive: true })).sort(),
  );
  expect(await readlink(join(folder, 'back/link'))).toBe('a/b/large');
  expect(await readFile(join(folder, 'back/link'), 'utf8')).toBe('x'.repeat(5_000_000));
});

test('copying into an existing directory adds to it', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await mkdir(join(folder, 'more'));
  await writeFile(join(folder, 'more/new'), 'new');
  await box.copyTo({ content: 'old' }, '/srv/d/old');
  await box.copyTo(join(folder, 'more'), '/srv/d');
  expect((await box.exec(['ls', '/srv/d'])).stdout).toBe('new\nold\n');
});

test('files of the spec are there before the first start', async () => {
  await using boxes = await Boxes.connect();
  await writeFile(join(folder, 'script'), 'echo from the host');
  const box = boxes
    .box('cat /etc/greeting; sh /opt/script')
    .files([
      { content: 'hello\n', target: '/etc/greeting' },
      { source: join(folder, 'script'), target: '/opt/script' },
    ])
    .slot();
  await box.start({ waitForExit: true });
  const lines = [];
  for await (const { line } of box.logs()) lines.push(line);
  expect(lines).toEqual(['hello', 'from the host']);
});

test('a read-only container takes files on its volumes', async () => {
  await using boxes = await Boxes.connect();
  const box = await boxes.box().readOnlyRootfs().volumes(['/data']).create();
  await box.copyTo({ content: 'x' }, '/data/file');
  expect((await box.readFile('/data/file')).toString()).toBe('x');
  await expect(box.copyTo({ content: 'x' }, '/etc/file')).rejects.toMatchObject({
    operation: 'container.copyTo',
  });
});

test('a link in the container is followed inside of it', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.exec([
    'sh',
    '-c',
    'echo target > /t; ln -s ../../../../t /srv; mkdir -p /x; ln -s /t /x/abs; ln -s loop /loop',
  ]);
  expect((await box.readFile('/x/abs')).toString()).toBe('target\n');
  await box.copyFrom('/x/abs', join(folder, 'abs'));
  expect(await readFile(join(folder, 'abs'), 'utf8')).toBe('target\n');
  await expect(box.readFile('/loop')).rejects.toMatchObject({ operation: 'container.readFile' });
});

test.each([
  ['an absolute link', 'ln -s /etc/passwd /d/evil'],
  ['a link that climbs', 'ln -s ../../../../etc/passwd /d/evil'],
  ['a pipe', 'mkfifo /d/evil'],
])('%s in a directory is refused, and nothing of it is left on the host', async (_, command) => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.exec(['sh', '-c', `mkdir /d; echo fine > /d/a; ${command}`]);
  await expect(box.copyFrom('/d', join(folder, 'd'))).rejects.toMatchObject({ code: 'archive.unsafe' });
  expect(await readdir(folder)).toEqual([]);
});

test('more than allowed is refused', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.exec([
    'sh',
    '-c',
    'mkdir /d; for i in 1 2 3 4; do head -c 1000 /dev/zero > /d/$i; done; truncate -s 1G /sparse',
  ]);
  await expect(box.copyFrom('/d', join(folder, 'd'), { maxBytes: 3_000 })).rejects.toMatchObject({
    code: 'archive.unsafe',
  });
  await expect(box.copyFrom('/d', join(folder, 'd'), { maxEntries: 3 })).rejects.toMatchObject({
    code: 'archive.unsafe',
  });
  await expect(box.readFile('/sparse')).rejects.toMatchObject({ code: 'archive.unsafe' });
  expect(await readdir(folder)).toEqual([]);
});

test('existing files on the host are kept unless overwrite allows it', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.copyTo({ content: 'theirs' }, '/f');
  await writeFile(join(folder, 'f'), 'ours');
  await expect(box.copyFrom('/f', join(folder, 'f'))).rejects.toMatchObject({ code: 'path.in-use' });
  expect(await readFile(join(folder, 'f'), 'utf8')).toBe('ours');
  await box.copyFrom('/f', join(folder, 'f'), { overwrite: true });
  expect(await readFile(join(folder, 'f'), 'utf8')).toBe('theirs');
});

test('copying and reading a missing path fails with path.not-found', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await expect(box.readFile('/nothing')).rejects.toMatchObject({
    code: 'path.not-found',
    operation: 'container.readFile',
  });
  await expect(box.copyFrom('/nothing', join(folder, 'x'))).rejects.toMatchObject({ code: 'path.not-found' });
  await expect(box.copyTo(join(folder, 'nothing'), '/x')).rejects.toMatchObject({ code: 'path.not-found' });
  await expect(box.copyTo({ content: '' }, 'relative')).rejects.toMatchObject({ code: 'spec.invalid' });
  await expect(box.readFile('/etc')).rejects.toMatchObject({ code: 'archive.unsafe' });
});
