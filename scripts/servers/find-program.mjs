import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, hasApt } from '../setup/apt.mjs';
import { say } from '../setup/say.mjs';

/** Where Debian keeps the programs of PostgreSQL, which are on no path. */
const POSTGRES = '/usr/lib/postgresql';

/**
 * Where a program is, installed with apt when it is not there.
 *
 * @param {string} program
 * @param {string} debianPackage
 * @returns {string}
 */
export function ensureProgram(program, debianPackage) {
  const found = findProgram(program);
  if (found) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !hasApt())
    throw new Error(`there is no ${program}, and only root on Debian can install it; install it by hand`);
  say(`no ${program}: installing ${debianPackage} with apt`);
  aptInstall([debianPackage]);
  const installed = findProgram(program);
  if (!installed) throw new Error(`apt has installed ${debianPackage}, and there is no ${program}`);
  return installed;
}

/**
 * Where a program is, also where no path leads.
 *
 * @param {string} program
 */
export function findProgram(program) {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).sort().reverse() : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((v) => join(POSTGRES, v, 'bin')),
  ];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
