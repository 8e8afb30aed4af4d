import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Contender } from './compare.ts';

const execute = promisify(execFile);
const problem = spawnSync('docker', ['--version']).error?.message;

/** The docker CLI, which not every machine has. */
export const dockerCli = {
  missing: problem !== undefined,
  /** For the report: that it was left out, and why. */
  notes: problem === undefined ? {} : { skipped: `no docker CLI: ${problem}` },

  /** The contender, or `undefined`. */
  contenders(round: Contender['round']): readonly Contender[] {
    return problem === undefined ? [{ name: 'docker CLI', round }] : [];
  },

  /** What it prints. */
  async run(...args: readonly string[]): Promise<string> {
    const { stdout } = await execute('docker', args);
    return stdout.trim();
  },
};
