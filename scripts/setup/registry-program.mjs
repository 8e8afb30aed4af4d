import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptDownload, hasApt } from './apt.mjs';
import { runCommand } from './run-command.mjs';

const PROGRAM = 'docker-registry';

/**
 * The path of Debian's image registry: the installed one, else one that is fetched and unpacked but not installed,
 * which needs no rights and starts no service. Throws where there is neither.
 */
export function registryProgram() {
  const installed = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, PROGRAM));
  const found = installed.find((path) => existsSync(path));
  if (found) return found;
  const cache = fileURLToPath(new URL('../../.cache/registry', import.meta.url));
  const unpacked = join(cache, 'unpacked/usr/bin', PROGRAM);
  if (existsSync(unpacked)) return unpacked;
  if (!hasApt()) throw new Error(`${PROGRAM} is not installed, and this is not Debian`);
  mkdirSync(cache, { recursive: true });
  aptDownload(PROGRAM, cache);
  const file = readdirSync(cache).find((name) => name.endsWith('.deb'));
  if (!file) throw new Error(`apt-get download ${PROGRAM} left no file`);
  runCommand('dpkg-deb', ['-x', join(cache, file), join(cache, 'unpacked')]);
  return unpacked;
}
