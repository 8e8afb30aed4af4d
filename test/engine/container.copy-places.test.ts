import { mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@docktopus/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Boxes } from '../support/boxes.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dt-places-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function running(
  boxes: Boxes,
  shape: (box: ReturnType<Boxes['box']>) => ReturnType<Boxes['box']> = (box) => box,
) {
  const box = await shape(boxes.box()).create();
  await box.start();
  return box;
}

test('a file copied onto a directory goes into it, as with docker cp, and a link to a directory is one', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await writeFile(join(folder, 'app.conf'), 'new');
  await box.exec(['sh', '-c', 'mkdir -p /data; echo kept > /data/kept; ln -s /data /link']);
  await box.copyTo(join(folder, 'app.conf'), '/data/');
  await box.copyTo(join(folder, 'app.conf'), '/link', { mode: 0o600 });
  await box.copyTo(join(folder, 'app.conf'), '/made/');
  const { stdout } = await box.exec([
    'sh',
    '-c',
    'ls /data /made; cat /data/kept; stat -c %a /data/app.conf; readlink /link',
  ]);
  expect(stdout).toBe('/data:\napp.conf\nkept\n\n/made:\napp.conf\nkept\n600\n/data\n');
});

test('a directory and a file never take the place of each other', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await mkdir(join(folder, 'tree/inner'), { recursive: true });
  await writeFile(join(folder, 'tree/inner/x'), '');
  await box.exec([
    'sh',
    '-c',
    'mkdir -p /data/app.conf; echo kept > /file; mkdir /merged; echo kept > /merged/inner',
  ]);
  await writeFile(join(folder, 'app.conf'), '');
  for (const copy of [
    () => box.copyTo({ content: 'x' }, '/data'),
    () => box.copyTo(join(folder, 'app.conf'), '/data'),
    () => box.copyTo(join(folder, 'tree'), '/file'),
    () => box.copyTo(join(folder, 'tree'), '/merged'),
  ]) {
    await expect(copy()).rejects.toMatchObject({ code: 'path.in-use', operation: 'container.copyTo' });
  }
  const { stdout } = await box.exec(['sh', '-c', 'cat /file /merged/inner; ls -d /data/app.conf']);
  expect(stdout).toBe('kept\nkept\n/data/app.conf\n');
});

test('a link that is named is followed, as in a mounted ConfigMap', async () => {
  await using boxes = await Boxes.connect();
  await mkdir(join(folder, '..2026_01'));
  await writeFile(join(folder, '..2026_01/app.conf'), 'level = info\n');
  await symlink('..2026_01', join(folder, '..data'));
  await symlink('..data/app.conf', join(folder, 'app.conf'));
  const box = await running(boxes, (b) =>
    b.files(
      { target: '/etc/app.conf', source: join(folder, 'app.conf') },
      { target: '/etc/app', source: folder },
    ),
  );
  await box.copyTo(join(folder, 'app.conf'), '/etc/again.conf');
  const { stdout } = await box.exec(['cat', '/etc/app.conf', '/etc/app/app.conf', '/etc/again.conf']);
  expect(stdout).toBe('level = info\n'.repeat(3));
});

test('links that point outside of a tree are refused, skipped or kept, in both directions', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes);
  await box.exec([
    'sh',
    '-c',
    'mkdir /tree; echo x > /tree/file; ln -s /etc/passwd /tree/absolute; ln -s file /tree/inside',
  ]);
  const copy = (links?: 'refuse' | 'skip' | 'keep') =>
    box.copyFrom('/tree', join(folder, `${links}`), { links });
  await expect(copy()).rejects.toMatchObject({
    code: 'archive.unsafe',
    hint: expect.stringContaining("links: 'skip'"),
  });
  await copy('skip');
  await copy('keep');
  expect((await readdir(join(folder, 'skip'))).sort()).toEqual(['file', 'inside']);
  expect(await readlink(join(folder, 'keep/absolute'))).toBe('/etc/passwd');
  await expect(box.copyTo(join(folder, 'keep'), '/back')).rejects.toMatchObject({ code: 'archive.unsafe' });
  await box.copyTo(join(folder, 'keep'), '/skipped', { links: 'skip' });
  await box.copyTo(join(folder, 'keep'), '/kept', { links: 'keep' });
  const { stdout } = await box.exec(['sh', '-c', 'ls /skipped; readlink /kept/absolute']);
  expect(stdout).toBe('file\ninside\n/etc/passwd\n');
});

test('files copied into a tmpfs are there, and can be copied back', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes, (b) => b.tmpfs('/scratch').mounts({ type: 'tmpfs', target: '/more' }));
  await mkdir(join(folder, 'tree/inner'), { recursive: true });
  await writeFile(join(folder, 'tree/inner/x'), 'deep');
  await writeFile(join(folder, 'file'), 'of the host');
  await box.copyTo({ content: 'grüße\n' }, '/scratch/new/file', { mode: 0o640 });
  await box.copyTo(join(folder, 'file'), '/dev/shm/');
  await box.copyTo(join(folder, 'tree'), '/more/tree');
  const { stdout } = await box.exec([
    'sh',
    '-c',
    'stat -c %a /scratch/new/file; cat /scratch/new/file /dev/shm/file /more/tree/inner/x',
  ]);
  expect(stdout).toBe('640\ngrüße\nof the hostdeep');
  expect((await box.readFile('/scratch/new/file')).toString()).toBe('grüße\n');
  await box.copyFrom('/more/tree', join(folder, 'back'));
  expect(await readdir(join(folder, 'back'), { recursive: true })).toEqual(['inner', 'inner/x']);
  await expect(box.copyTo({ content: '' }, '/scratch/new')).rejects.toMatchObject({
    code: 'path.denied',
    reason: '/scratch/new could not be written inside of the container: it is a directory',
  });
  await box.stop({ graceMs: 0 });
  for (const late of [
    () => box.copyTo({ content: '' }, '/scratch/x'),
    () => box.readFile('/scratch/new/file'),
  ]) {
    await expect(late()).rejects.toMatchObject({
      code: 'container.not-running',
      reason: expect.stringContaining('is in memory, which exists only while the container runs'),
    });
  }
});

test('a secret file of a read-only container is there after each start, in memory or on a volume', async () => {
  await using boxes = await Boxes.connect();
  const box = boxes
    .box()
    .readOnlyRootfs()
    .tmpfs('/run:mode=0755')
    .volumes('/secrets')
    .files({ target: '/run/secrets/token', content: new Secret('in memory'), secret: true })
    .files({ target: '/secrets/token', content: new Secret('on a volume'), secret: true })
    .slot();
  const read = async () =>
    (
      await box.exec([
        'sh',
        '-c',
        'cat /run/secrets/token /secrets/token; stat -c " %a %u" /run/secrets/token',
      ])
    ).stdout;
  await box.start();
  expect(await read()).toBe('in memoryon a volume 400 0\n');
  await box.restart({ graceMs: 0 });
  expect(await read()).toBe('in memoryon a volume 400 0\n');
  await box.stop({ graceMs: 0 });
  await box.start();
  expect(await read()).toBe('in memoryon a volume 400 0\n');
});

test('a copy onto a read-only root says where it can go', async () => {
  await using boxes = await Boxes.connect();
  const box = await running(boxes, (b) => b.readOnlyRootfs());
  await expect(box.copyTo({ content: '' }, '/etc/app/x')).rejects.toMatchObject({
    code: 'path.denied',
    hint: "Copy to a volume, such as .volumes('/etc/app')",
  });
});
