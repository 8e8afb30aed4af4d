import type { CallOptions } from '../scope/index.ts';
import type { Session } from './session.ts';
import type { SessionContainers } from './session-containers.ts';
import type { SweepStep } from './sweep-plan.ts';

/** Options of `sweep()`. */
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

/** What a sweep found, did, and failed to do. */
export interface SweepReport {
  readonly steps: readonly SweepStep[];
  /** The removals that failed; with all others done. Empty in a dry run. */
  readonly failures: readonly { readonly step: SweepStep; readonly error: unknown }[];
}
