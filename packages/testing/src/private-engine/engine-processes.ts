import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes that belong to the engine in `directory`, containers first: whatever names the directory on its
 * command line (the engine, its containerd, the shims), and every child of a shim.
 *
 * @param program only those with this on their command line. @default all
 */
export function engineProcesses(directory: string, program = ''): readonly number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => describe(Number(name)));
  const own = all.filter(({ command }) => command.includes(`${directory}/`));
  const shims = new Set(
    own.filter(({ command }) => command.includes('containerd-shim')).map(({ pid }) => pid),
  );
  const containers = all.filter(({ parent }) => shims.has(parent));
  return [...containers, ...own]
    .filter(({ command }) => command.includes(program))
    .map(({ pid }) => pid)
    .filter((pid) => pid !== process.pid);
}

function describe(pid: number) {
  try {
    // A zombie has none.
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    // The name in parentheses may hold anything; after it come the state and the parent.
    const [, parent = '0'] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return [{ pid, command, parent: Number(parent) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Ends them at once; one that has ended already is fine. */
export function killProcesses(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
