import { statfs } from 'node:fs/promises';

/** What `statfs` says a file system is, of those that lose files or cannot lock them. */
const KINDS: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'a tmpfs: it is gone with the machine'],
  [0x858458f6, 'a ramfs: it is gone with the machine'],
  [0x794c7630, 'an overlay: in a container, it is gone with the container'],
  [0x61756673, 'an aufs: in a container, it is gone with the container'],
  [0x6969, 'NFS: its locks and its syncs cannot be relied on'],
  [0xff534d42, 'CIFS: its locks and its syncs cannot be relied on'],
  [0xfe534d42, 'SMB: its locks and its syncs cannot be relied on'],
  [0x517b, 'SMB: its locks and its syncs cannot be relied on'],
  [0x01021997, '9P: its locks and its syncs cannot be relied on'],
  [0x00c36400, 'Ceph: its locks and its syncs cannot be relied on'],
  [0x5346414f, 'AFS: its locks and its syncs cannot be relied on'],
]);

/** Why a database in `folder` would not be safe there; `undefined` when nothing speaks against it. */
export async function volatileFileSystem(folder: string): Promise<string | undefined> {
  const { type } = await statfs(folder);
  return KINDS.get(type);
}
