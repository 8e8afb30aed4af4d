import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTextFile, readTextFileSync } from './read-text-file.ts';

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'text-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'file');
  writeFileSync(path, text);
  return path;
}

const readers = [readTextFile, async (...args: Parameters<typeof readTextFile>) => readTextFileSync(...args)];

test.each(readers)('a file as large as it may be is read, characters whole (%#)', async (read) => {
  const text = `${'x'.repeat(64 * 1024 - 1)}€ and more`;
  const bytes = Buffer.byteLength(text);
  expect(await read(fileWith(text), 'config', bytes)).toBe(text);
  await expect(read(fileWith(text), 'config', bytes - 1)).rejects.toMatchObject({
    code: 'path.invalid',
    operation: 'config',
    reason: `it cannot be read: it has more than ${bytes - 1} bytes`,
  });
});

test.each(readers)('a file that never ends is given up (%#)', async (read) => {
  await expect(read('/dev/zero', 'config')).rejects.toThrow('more than 16777216 bytes');
});

test.each(readers)('a file of the kernel, which says that it is empty, is read (%#)', async (read) => {
  expect(await read('/proc/self/cgroup', 'config')).toContain(':');
});

test.each(readers)('a file that is not there is an error of the file system (%#)', async (read) => {
  await expect(read('/nowhere/at/all', 'config')).rejects.toMatchObject({ code: 'ENOENT' });
});
