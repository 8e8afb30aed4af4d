import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { delay } from '@docktopus/core/kit';
import { unmountBelow } from './engine-mounts.ts';
import { engineProcesses, killProcesses } from './engine-processes.ts';
import type { EnginePrograms } from './requirements.ts';
import { run } from './run.ts';

/** Ends everything of the private engine in `directory` at once and removes all traces of it. */
export async function removeEngine(directory: string, programs: EnginePrograms): Promise<void> {
  for (let pids = engineProcesses(directory); pids.length > 0; pids = engineProcesses(directory)) {
    killProcesses(pids);
    await delay(20);
  }
  await unmountBelow(directory);
  const network = basename(directory);
  if (existsSync(`/run/netns/${network}`)) await run(programs.ip, 'netns', 'delete', network);
  rmSync(directory, { recursive: true, force: true });
}
