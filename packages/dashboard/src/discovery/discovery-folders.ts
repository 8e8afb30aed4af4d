import { join, resolve } from 'node:path';

/** Where discovery files are: of this user, and of the blueprint in this folder. The first is where they are written. */
export function discoveryFolders(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): readonly [string, ...string[]] {
  const ofBlueprint = join(resolve(dataDir), 'run');
  const { XDG_RUNTIME_DIR: runtime } = env;
  return runtime ? [join(runtime, 'docktopus'), ofBlueprint] : [ofBlueprint];
}
