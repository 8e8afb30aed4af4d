import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Contender } from './compare.ts';

const execute = promisify(execFile);
const PATH = fileURLToPath(
  new URL(
    '../../.cache/docker-compose/2.40.3-3/usr/libexec/docker/cli-plugins/docker-compose',
    import.meta.url,
  ),
);

/** Docker Compose 2.40.3, which the engine tests fetch: not every machine has it. */
export const composeCli = {
  missing: !existsSync(PATH),
  /** For the report: that it was left out, and why. */
  notes: existsSync(PATH) ? {} : { skipped: 'no Docker Compose: run the engine tests of Compose once' },

  /** The contender, or nobody. */
  contenders(contender: Omit<Contender, 'name'>): readonly Contender[] {
    return existsSync(PATH) ? [{ name: 'Docker Compose 2.40.3', ...contender }] : [];
  },

  async run(folder: string, ...args: readonly string[]): Promise<void> {
    await execute(PATH, [...args], { cwd: folder });
  },
};
