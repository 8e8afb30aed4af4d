import type { Docker } from '../engine/index.ts';
import { asGiven, checkEveryOption, type EveryOptionReader, readFlag, readText } from '../input/index.ts';
import type { CallOptions } from '../scope/index.ts';
import type { Session } from './session.ts';
import type { SessionContainers } from './session-containers.ts';
import type { SweepStep } from './sweep-plan.ts';

export interface SweepOptions extends CallOptions {
  /** Looks at the things of one blueprint only. @default all */
  readonly blueprint?: string | undefined;
  /** The session that sweeps. @default that of this process */
  readonly session?: Session | undefined;
  /** Where the engine's answers about the containers of sessions are kept. @default forgotten */
  readonly containers?: SessionContainers | undefined;
  /** Decides and removes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** With a misspelt `dryRun`, a sweep would remove. */
const OPTIONS: EveryOptionReader<SweepOptions> = {
  signal: asGiven,
  timeoutMs: asGiven,
  blueprint: readText,
  session: asGiven,
  containers: asGiven,
  dryRun: readFlag,
};

/** What a sweep found, did, and failed to do. */
export interface SweepReport {
  readonly steps: readonly SweepStep[];
  /** The removals that failed; with all others done. Empty in a dry run. */
  readonly failures: readonly { readonly step: SweepStep; readonly error: unknown }[];
}

/**
 * Removes what sessions of this host left behind whose process is gone: containers with their anonymous volumes, networks,
 * and volumes that end with a session. Persistent things and those of living sessions are not touched.
 *
 * @default timeoutMs 60_000
 */
export async function sweep(docker: Docker, options: SweepOptions = {}): Promise<SweepReport> {
  checkEveryOption(options, OPTIONS, 'sweep');
  const { carryOutSweep } = await import('./carry-out-sweep.ts');
  return await carryOutSweep(docker, options);
}
