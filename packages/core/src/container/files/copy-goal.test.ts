import { expect, test } from 'vitest';
import { type Copied, copyGoal, type Found } from './copy-goal.ts';

const file: Copied = { kind: 'file', name: 'app.conf' };
const content: Copied = { kind: 'content' };
const directory: Copied = { kind: 'directory' };
const nothing = undefined;
const full: Found = { kind: 'directory', path: '/data' };
const behindLink: Found = { kind: 'directory', path: '/mnt/data' };
const other: Found = { kind: 'other', path: '/data' };

test.each<[string, Copied, boolean, Found | undefined, string]>([
  ['a file to a new path has that path', file, false, nothing, '/data'],
  ['a file to a new path with a slash goes into it', file, true, nothing, '/data/app.conf'],
  ['a file onto a directory goes into it', file, false, full, '/data/app.conf'],
  ['a file onto a link to a directory goes into that', file, false, behindLink, '/mnt/data/app.conf'],
  ['a file onto a file replaces it', file, false, other, '/data'],
  ['content onto a file replaces it', content, false, other, '/data'],
  ['content to a new path has that path', content, false, nothing, '/data'],
  ['a directory to a new path has that path', directory, true, nothing, '/data'],
  ['a directory onto a directory is added to it', directory, false, full, '/data'],
])('%s', (_, copied, slash, found, goal) => {
  expect(copyGoal(copied, '/data', slash, found, 'box')).toBe(goal);
});

test.each<[string, Copied, boolean, Found | undefined, string]>([
  ['content onto a directory', content, false, full, '/data is a directory, and content has no file name'],
  [
    'content to a new directory',
    content,
    true,
    nothing,
    '/data/ names a directory, and content has no file name',
  ],
  ['a directory onto a file', directory, false, other, '/data is a file, and a directory is copied to it'],
])('%s is refused, and nothing is replaced', (_, copied, slash, found, reason) => {
  expect(() => copyGoal(copied, '/data', slash, found, 'box')).toThrow(
    expect.objectContaining({ code: 'path.in-use', reason }),
  );
});
