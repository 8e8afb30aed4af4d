import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of a Podman of this process's own; its name says whose it is. */
export function makePodmanFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `dt-podman-${process.pid}-`));
}

/** What tells Podman to keep everything in a folder. */
export function storageIn(folder: string): readonly string[] {
  const at = (name: string) => join(folder, name);
  return [
    ...[
      '--root',
      at('root'),
      '--runroot',
      at('run'),
      '--tmpdir',
      at('tmp'),
      '--network-config-dir',
      at('networks'),
    ],
    ...['--cgroup-manager', 'cgroupfs', '--events-backend', 'file'],
  ];
}

/** Removes every container of a folder's Podman, and the folder; its service has to be gone. */
export function removePodmanFolder(program: string, folder: string): void {
  spawnSync(program, [...storageIn(folder), 'rm', '--force', '--all', '--time', '0'], { timeout: 120_000 });
  // The driver often leaves its folder mounted, and sometimes not: then there is nothing to do.
  spawnSync('umount', ['--quiet', '--recursive', '--lazy', join(folder, 'root/overlay')]);
  rmSync(folder, { recursive: true, force: true });
}

/** Ends and removes what test processes that are dead have left behind. */
export function sweepPodmanFolders(program: string): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^dt-podman-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    const folder = join(tmpdir(), name);
    for (const pid of servicesOf(folder)) process.kill(pid, 'SIGKILL');
    removePodmanFolder(program, folder);
  }
}

/** The processes that serve the socket in a folder. */
function servicesOf(folder: string): number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => {
    const words = commandLine(pid);
    return words.includes('service') && words.includes(`unix://${join(folder, 'podman.sock')}`);
  });
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
