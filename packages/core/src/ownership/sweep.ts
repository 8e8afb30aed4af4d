import { type Docker, requireDocker } from '../engine/index.ts';
import { asGiven, checkOptions, type OptionReaders, readFlag, readText } from '../input/index.ts';
import type { SweepOptions, SweepReport } from './sweep-options.ts';

/** With a misspelt `dryRun`, a sweep would remove. */
const OPTIONS: OptionReaders<SweepOptions> = {
  signal: asGiven,
  timeoutMs: asGiven,
  blueprint: readText,
  session: asGiven,
  containers: asGiven,
  dryRun: readFlag,
};

/**
 * Removes what sessions of this host left behind whose process is gone: containers with their anonymous volumes, networks,
 * and volumes that end with a session. Persistent things and those of living sessions are not touched.
 *
 * @default timeoutMs 60_000
 */
export async function sweep(docker: Docker, options: SweepOptions = {}): Promise<SweepReport> {
  requireDocker(docker, 'sweep');
  checkOptions(options, OPTIONS, 'sweep');
  const { carryOutSweep } = await import('./carry-out-sweep.ts');
  return await carryOutSweep(docker, options);
}
