import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { watch } from 'chokidar';

const SOURCES = /(\.[cm]?[jt]sx?|\.json|\.ya?ml|^\.env.*)$/;
const IGNORED = new Set(['node_modules', 'dist', 'coverage', '.git', '.docktopus', '.cache', '.turbo']);
/** An editor writes several times. */
const SETTLE_MS = 80;

export interface WatchedFiles {
  /** The folder that is watched. Paths of changes are relative to it. */
  readonly folder: string;
  /** The program's file. Its folder is watched as well when `folder` does not contain it, or ignores it. */
  readonly program: string;
  /** Files that were saved, added or removed. */
  readonly onChange: (files: readonly string[]) => void;
  /** Some files are not watched, for a reason that the system has given. */
  readonly onFailure: (error: NodeJS.ErrnoException) => void;
}

/** Tells when sources change, until it is closed. */
export function watchFiles({ folder, program, onChange, onFailure }: WatchedFiles): {
  close(): Promise<void>;
} {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const roots = isIgnored([folder], program, true) ? [folder, dirname(program)] : [folder];
  const watcher = watch(roots, {
    ignoreInitial: true,
    ignored: (path, stats) => isIgnored(roots, path, stats?.isFile() ?? false),
  });
  watcher.on('error', (error) => onFailure(error as NodeJS.ErrnoException));
  watcher.on('all', (_, path) => {
    changed.add(relative(folder, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      onChange([...changed]);
      changed.clear();
    }, SETTLE_MS);
  });
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Whether a change of the path is none of the program's sources, seen from each of the folders that it is in. */
export function isIgnored(folders: readonly string[], path: string, isFile: boolean): boolean {
  return folders.every((folder) => {
    const below = relative(folder, path);
    const parts = below.split(sep);
    if (parts[0] === '..' || isAbsolute(below) || parts.some((part) => IGNORED.has(part))) return true;
    return isFile && !SOURCES.test(basename(path));
  });
}
