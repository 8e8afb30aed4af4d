import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { removeEngine } from './remove-engine.ts';
import type { EnginePrograms } from './requirements.ts';

const FOLDER = '/tmp';
const PREFIX = 'docktopus-engine-';

/** What the directory of every private engine begins with. */
export const ENGINE_DIRECTORY = `${FOLDER}/${PREFIX}`;

/** Notes that the engine in `directory` is this process's. */
export function ownEngine(directory: string): void {
  writeFileSync(`${directory}/owner`, `${process.pid} ${startOf(process.pid)}`);
}

/** Removes the engines of processes that were killed before they could. */
export async function sweepEngines(programs: EnginePrograms): Promise<void> {
  for (const name of readdirSync(FOLDER)) {
    if (name.startsWith(PREFIX) && isOrphan(`${FOLDER}/${name}`))
      await removeEngine(`${FOLDER}/${name}`, programs);
  }
}

function isOrphan(directory: string): boolean {
  const [pid, start] = read(`${directory}/owner`)?.split(' ') ?? [];
  // Without a note its owner is just making it, or another has just removed it.
  return pid !== undefined && start !== startOf(Number(pid));
}

/** When a process was started, in ticks since the machine was: with its number, what tells it from all others. */
function startOf(pid: number): string | undefined {
  return /^.*\) (.*)$/s.exec(read(`/proc/${pid}/stat`) ?? '')?.[1]?.split(' ')[19];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
