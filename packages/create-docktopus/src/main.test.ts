import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { asArgument } from './as-argument.ts';
import { main } from './main.ts';

test.each([
  ['shop', 'shop'],
  ['@scope/héllo-1.0', '@scope/héllo-1.0'],
  ['my shop', "'my shop'"],
  ["it's;", "'it'\\''s;'"],
  ['-x', "'-x'"],
])('the folder %s is %s in a shell', (folder, expected) => {
  expect(asArgument(folder)).toBe(expected);
});

test('a folder that cannot be written is named with the reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'create-docktopus-'));
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await writeFile(join(folder, 'file'), '');
    await symlink('circle', join(folder, 'circle'));
    const codes = [
      join(folder, 'circle'),
      join(folder, 'file'),
      join(folder, 'file', 'shop'),
      join(folder, 'n'.repeat(300)),
      ' ',
    ];
    const ended = [];
    for (const each of codes) ended.push(await main([each, '--yes', '--no-install', '--no-git']));
    expect(ended).toEqual([1, 1, 1, 1, 2]);
    const told = write.mock.calls.map(([text]) => String(text).replace(/^.*(: .*)\n$/, '$1'));
    expect(told).toEqual([
      ': its links form a circle',
      ': a part of its path is a file',
      ': a part of its path is a file',
      ': the name is too long',
      ": the folder has no name; write '.' for this one",
    ]);
  } finally {
    write.mockRestore();
    await rm(folder, { recursive: true });
  }
});
