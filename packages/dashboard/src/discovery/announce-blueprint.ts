import { rmSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningBlueprint } from './running-blueprint.ts';

/**
 * Leaves a file by which the command line finds the blueprint, readable by this user alone. It goes when the answer is
 * called, and when the process exits by itself; what a killed process leaves is known by its session.
 *
 * @throws what the file system says.
 */
export async function announceBlueprint(
  folder: string,
  running: RunningBlueprint,
): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = running.blueprint.replace(/[^\w.-]+/g, '-').slice(0, 100);
  const path = join(folder, `${name}-${running.pid}.json`);
  // Whole or not at all, and never readable by others in between.
  const draft = `${path}.${process.hrtime.bigint()}`;
  await writeFile(draft, `${JSON.stringify(running)}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(draft, 0o600);
  await rename(draft, path);
  const onExit = () => rmSync(path, { force: true });
  process.once('exit', onExit);
  return async () => {
    process.off('exit', onExit);
    await rm(path, { force: true });
  };
}
