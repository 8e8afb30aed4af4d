import { fileURLToPath } from 'node:url';

/** For tsx, which reads the decorator options of the files that it runs from one tsconfig. */
export const runEnv = { TSX_TSCONFIG_PATH: fileURLToPath(new URL('../tsconfig.run.json', import.meta.url)) };

/**
 * The arguments with which node runs a TypeScript program of this repository, packages included, from source.
 *
 * @param {string} program
 * @param {string[]} [args]
 */
export function runArgs(program, args = []) {
  return ['--conditions=@docktopus/source', '--import', 'tsx', program, ...args];
}
