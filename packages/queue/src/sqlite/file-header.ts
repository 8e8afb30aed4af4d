import { open } from 'node:fs/promises';

/** What the first bytes of a file say, read without SQLite, which might change what it opens. */
export type FileHeader =
  | { readonly kind: 'new' }
  | { readonly kind: 'foreign'; readonly what: string }
  | { readonly kind: 'ours'; readonly version: number };

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

/** Looks at the head of the database file at `path`. */
export async function fileHeader(path: string, applicationId: number): Promise<FileHeader> {
  const head = await firstBytes(path);
  if (head === undefined || head.length === 0) return { kind: 'new' };
  if (head.length < HEADER_BYTES) return { kind: 'foreign', what: 'a file that ends within its head' };
  if (head.toString('latin1', 0, MAGIC.length) !== MAGIC)
    return { kind: 'foreign', what: 'no SQLite database' };
  const [version, id] = [head.readInt32BE(60), head.readInt32BE(68)];
  if (id === applicationId) return { kind: 'ours', version };
  return { kind: 'foreign', what: 'a database of another program' };
}

async function firstBytes(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
