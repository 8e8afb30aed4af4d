import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptUnpack, hasApt } from './apt.mjs';

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
  const program = join(cache, PROGRAM);
  if (existsSync(program)) return program;
  if (!hasApt()) throw new Error(`${PROGRAM} is not installed, and this is not Debian`);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    // It is there in one step: another process may be looking for it.
    renameSync(join(aptUnpack(PROGRAM, folder), 'usr/bin', PROGRAM), program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
}
