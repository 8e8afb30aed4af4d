import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a transaction of 64 jobs writes: about twenty pages. */
const BYTES = Buffer.alloc(80 * 1024);
const COUNT = 200;

/** Milliseconds that the disk takes to keep what a transaction writes, which nobody can be faster than. */
export function diskSyncs(folder: string): number[] {
  const path = join(folder, 'syncs');
  const file = openSync(path, 'w');
  const taken = Array.from({ length: COUNT }, () => {
    const at = performance.now();
    writeSync(file, BYTES);
    fdatasyncSync(file);
    return performance.now() - at;
  });
  closeSync(file);
  rmSync(path);
  return taken;
}
