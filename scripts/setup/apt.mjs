import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

const env = { DEBIAN_FRONTEND: 'noninteractive' };
// Another apt may be at work on a machine that has just booted: wait for it.
const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=180', '-o', 'Acquire::Retries=3'];

export function hasApt() {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb');
}

/** @param {string[]} packages */
export function aptInstall(packages) {
  runCommand('apt-get', [...options, 'update'], { env });
  runCommand('apt-get', [...options, '--no-install-recommends', 'install', ...packages], { env });
}

/**
 * Fetches a package's file into `directory` without installing it.
 *
 * @param {string} name
 * @param {string} directory
 */
export function aptDownload(name, directory) {
  const download = () => runCommand('apt-get', [...options, 'download', name], { cwd: directory, env });
  try {
    download();
  } catch {
    // A fresh machine has no package lists, an old one has lists of files that are gone.
    runCommand('apt-get', [...options, 'update'], { env });
    download();
  }
}
