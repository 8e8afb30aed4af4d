import type { Hash } from 'node:crypto';

/**
 * A new SHA-256. `node:crypto` is loaded at the first use, because it takes as long to load as `node:http`, and a program
 * that only connects to an engine does not need it.
 */
export function newSha256(): Hash {
  return process.getBuiltinModule('node:crypto').createHash('sha256');
}
