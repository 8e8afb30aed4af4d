import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { judgePrintedSession, readTextFile } from '@docktopus/core/kit';
import { discoveryFolders } from './discovery-folders.ts';
import { parseRunningBlueprint, type RunningBlueprint } from './running-blueprint.ts';

/** Options of `findBlueprints()`. */
export interface FindBlueprintsOptions {
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The data directory of the blueprint in this folder. @default '.docktopus' */
  readonly dataDir?: string | undefined;
}

/** Of one file. */
const MOST_BYTES = 64 * 1024;

/** The blueprints of this user that run and show themselves, by name. Files of processes that are gone are removed. */
export async function findBlueprints(
  options: FindBlueprintsOptions = {},
): Promise<readonly RunningBlueprint[]> {
  const { env = process.env, dataDir = '.docktopus' } = options;
  const found = await Promise.all(discoveryFolders(env, dataDir).map(inFolder));
  return found.flat().sort((a, b) => a.blueprint.localeCompare(b.blueprint) || a.pid - b.pid);
}

async function inFolder(folder: string): Promise<readonly RunningBlueprint[]> {
  const names = await readdir(folder).catch(() => []);
  const read = names.filter((name) => name.endsWith('.json')).map((name) => readOne(join(folder, name)));
  return (await Promise.all(read)).filter((each) => each !== undefined);
}

async function readOne(path: string): Promise<RunningBlueprint | undefined> {
  try {
    const { uid, mode } = await stat(path);
    // A file that others can write or read was not made by us: it may come with a repository.
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) return undefined;
    const running = parseRunningBlueprint(await readTextFile(path, 'findBlueprints', MOST_BYTES));
    // The session is that of a process of this host: which engine it uses does not matter.
    if (running === undefined || judgePrintedSession(running.session, '').state !== 'gone') return running;
    await rm(path, { force: true });
    return undefined;
  } catch {
    // Gone between two looks.
    return undefined;
  }
}
