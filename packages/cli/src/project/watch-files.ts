import { basename, relative, sep } from 'node:path';
import { watch } from 'chokidar';

const SOURCES = /(\.[cm]?[jt]sx?|\.json|\.ya?ml|^\.env.*)$/;
const IGNORED = new Set(['node_modules', 'dist', 'coverage', '.git', '.docktopus', '.cache', '.turbo']);
/** An editor writes several times. */
const SETTLE_MS = 80;

/**
 * Calls `onChange` with the files of the folder that were saved, added or removed, until it is closed, and `onFailure` with
 * what cannot be watched.
 */
export function watchFiles(
  folder: string,
  onChange: (files: readonly string[]) => void,
  onFailure: (error: Error) => void,
): { close(): Promise<void> } {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) => isIgnored(folder, path, stats?.isFile() ?? false),
  });
  watcher.on('all', (_, path) => {
    changed.add(relative(folder, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      onChange([...changed]);
      changed.clear();
    }, SETTLE_MS);
  });
  watcher.on('error', (error) => onFailure(error as Error));
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Whether a change of the path is none of the program's sources. */
export function isIgnored(folder: string, path: string, isFile: boolean): boolean {
  const parts = relative(folder, path).split(sep);
  if (parts.some((part) => IGNORED.has(part))) return true;
  return isFile && !SOURCES.test(basename(path));
}
