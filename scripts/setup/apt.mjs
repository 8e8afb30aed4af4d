import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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
 * A package's files, fetched and unpacked but not installed, which needs no rights.
 *
 * @param {string} name
 * @param {string} folder empty, and not used by others
 * @returns {string} where they are, in that folder
 */
export function aptUnpack(name, folder) {
  download(name, folder);
  const file = readdirSync(folder).find((each) => each.endsWith('.deb'));
  if (!file) throw new Error(`apt-get download ${name} left no file`);
  const unpacked = join(folder, 'unpacked');
  runCommand('dpkg-deb', ['-x', join(folder, file), unpacked]);
  return unpacked;
}

/** @param {string} name @param {string} folder */
function download(name, folder) {
  const attempt = () => runCommand('apt-get', [...options, 'download', name], { cwd: folder, env });
  try {
    attempt();
  } catch {
    // A fresh machine has no package lists, an old one has lists of files that are gone.
    runCommand('apt-get', [...options, 'update'], { env });
    attempt();
  }
}
