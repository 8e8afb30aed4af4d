import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A transaction of 64 jobs writes about twenty pages. */
const BYTES = Buffer.alloc(80 * 1024);
const COUNT = 200;

/** The floor: milliseconds that the disk takes to sync one such transaction, measured {@link COUNT} times. */
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
