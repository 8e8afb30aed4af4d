import { ensureProgram, findProgram } from './find-program.mjs';

/** Servers that tests of durable jobs start, and the packages of Debian that have them. */
const SERVERS = /** @type {const} */ ({ 'redis-server': 'redis-server', postgres: 'postgresql' });

/** Installs what is missing. */
export function ensureServers() {
  for (const [program, debianPackage] of Object.entries(SERVERS)) ensureProgram(program, debianPackage);
}

/**
 * Why tests cannot start a server; `undefined` when they can.
 *
 * @param {keyof typeof SERVERS} program
 */
export function serverObstacle(program) {
  if (findProgram(program) !== undefined) return undefined;
  return `there is no ${program}: install ${SERVERS[program]}, or run npm run setup as root on Debian`;
}
