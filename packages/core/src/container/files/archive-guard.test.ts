import { describe, expect, test } from 'vitest';
import { type ArchiveEntry, ArchiveGuard } from './archive-guard.ts';

function entry(name: string, change: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return { name, type: 'file', size: 0, mode: 0o644, linkname: undefined, ...change };
}

const directory = (name: string) => entry(name, { type: 'directory', mode: 0o755 });
const link = (name: string, linkname: string) => entry(name, { type: 'symlink', linkname });
const hardLink = (name: string, linkname: string) => entry(name, { type: 'link', linkname });

describe('accepted', () => {
  test.each<[string, ArchiveEntry[], unknown]>([
    ['a file as the root', [entry('conf', { size: 3 })], { kind: 'file', path: '', size: 3, mode: 0o644 }],
    ['a directory as the root', [directory('etc/')], { kind: 'directory', path: '', mode: 0o755 }],
    ['a file below', [directory('etc/'), entry('etc/a/b')], { kind: 'file', path: 'a/b' }],
    [
      'a directory before and after its content',
      [entry('r/a/x'), directory('r/a/')],
      { kind: 'directory', path: 'a' },
    ],
    ['dots and doubled slashes', [entry('./r//./a')], { kind: 'file', path: 'a' }],
    [
      'the whole root file system',
      [directory('./'), entry('./etc/passwd')],
      { kind: 'file', path: 'etc/passwd' },
    ],
    ['a link to a neighbour', [directory('r'), link('r/l', 'a')], { kind: 'link', path: 'l', target: 'a' }],
    [
      'a link up, inside',
      [directory('r'), link('r/a/b/l', '../../c')],
      { kind: 'link', path: 'a/b/l', target: '../../c' },
    ],
    [
      'a hard link to a file before it',
      [entry('r/a'), hardLink('r/b', 'r/a')],
      { kind: 'hard-link', path: 'b', source: 'a' },
    ],
    ['setuid is dropped', [entry('r/x', { mode: 0o4755 })], { kind: 'file', mode: 0o755 }],
    ['a directory stays writable for us', [entry('d', { type: 'directory', mode: 0o555 })], { mode: 0o755 }],
    ['a backslash is a letter', [entry('r/a\\b')], { kind: 'file', path: 'a\\b' }],
  ])('%s', (_, entries, last) => {
    const guard = new ArchiveGuard();
    expect(entries.map((each) => guard.accept(each)).at(-1)).toMatchObject(last as object);
  });
});

describe('refused', () => {
  test.each<[string, ArchiveEntry[]]>([
    ['a name that climbs', [entry('r/../../etc/passwd')]],
    ['a name that climbs at once', [entry('../x')]],
    ['an absolute name', [entry('/etc/passwd')]],
    ['a name with NUL', [entry('r/a\0b')]],
    ['a second root', [entry('r/a'), entry('s/a')]],
    ['a name of 300 bytes', [entry(`r/${'x'.repeat(300)}`)]],
    ['a path of 5,000 bytes', [entry(`r/${'x/'.repeat(2500)}y`)]],
    ['a file twice', [entry('r/a'), entry('r/a')]],
    ['a file where a link is', [directory('r'), link('r/a', 'b'), entry('r/a')]],
    ['a link where a file is', [entry('r/a'), link('r/a', 'b')]],
    ['a directory where a link is', [link('r/a', 'b'), directory('r/a')]],
    ['a file below a link', [directory('r'), link('r/l', 'd'), entry('r/l/x')]],
    ['a file below a file', [entry('r/a'), entry('r/a/b')]],
    ['a file below a root file', [entry('r'), entry('r/b')]],
    ['an absolute link', [directory('r'), link('r/l', '/etc/passwd')]],
    ['a link that climbs out', [directory('r'), link('r/a/l', '../../x')]],
    ['a root link that climbs', [link('r', '../x')]],
    ['a link that climbs behind a name', [directory('r'), link('r/l', 'a/../../x')]],
    ['a link that climbs behind a name, inside', [directory('r'), link('r/l', 'a/../b')]],
    ['an empty link', [link('r/l', '')]],
    ['a link with NUL', [link('r/l', 'a\0b')]],
    ['a hard link to what is not there', [hardLink('r/b', 'r/a')]],
    ['a hard link to a link', [link('r/a', 'c'), hardLink('r/b', 'r/a')]],
    ['a hard link out', [entry('r/a'), hardLink('r/b', '../a')]],
    ['a hard link to another root', [entry('r/a'), hardLink('r/b', 'etc/passwd')]],
    ['a character device', [entry('r/null', { type: 'character-device' })]],
    ['a block device', [entry('r/sda', { type: 'block-device' })]],
    ['a pipe', [entry('r/fifo', { type: 'fifo' })]],
    ['a negative size', [entry('r/a', { size: -1 })]],
    ['a size beyond numbers', [entry('r/a', { size: 2 ** 60 })]],
  ])('%s', (_, entries) => {
    const guard = new ArchiveGuard();
    const all = () => entries.map((each) => guard.accept(each));
    expect(all).toThrow(expect.objectContaining({ code: 'archive.unsafe' }));
  });

  test('more bytes than allowed, counted before they are written', () => {
    const guard = new ArchiveGuard({ maxBytes: 10 });
    guard.accept(entry('r/a', { size: 6 }));
    expect(() => guard.accept(entry('r/b', { size: 5 }))).toThrow('more than 10 bytes');
  });

  test('more entries than allowed, whatever they are', () => {
    const guard = new ArchiveGuard({ maxEntries: 2 });
    guard.accept(directory('r'));
    guard.accept(directory('r'));
    expect(() => guard.accept(directory('r'))).toThrow('more than 2 entries');
  });
});

test.each([
  ['refuse', undefined],
  ['skip', { kind: 'skipped' }],
  ['keep', { kind: 'link', path: 'l', target: '/etc/passwd' }],
] as const)("with links: '%s' a link that points outside is %j", (links, accepted) => {
  const guard = new ArchiveGuard({}, links);
  guard.accept(directory('r'));
  const take = () => guard.accept(link('r/l', '/etc/passwd'));
  if (accepted === undefined) expect(take).toThrow(/links: 'skip' leaves such links out/);
  else expect(take()).toEqual(accepted);
  if (accepted !== undefined)
    expect(() => guard.accept(entry('r/l/x'))).toThrow(/an entry above it is not a directory/);
});
