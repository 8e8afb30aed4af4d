import { type ContainerSnapshot, isTerminal } from '../../status/index.ts';

/** How a container ended. */
export interface ContainerExit {
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own words when it ended for a reason of the engine's. */
  readonly error?: string;
}

/** How it ended, if it has: under a restart policy, once the engine will not start it again. */
export function exitOf({
  status,
  exitCode,
  oomKilled,
  error,
  stale,
}: ContainerSnapshot): ContainerExit | undefined {
  if (stale || !isTerminal(status)) return undefined;
  return { exitCode: exitCode ?? -1, oomKilled, ...(error === undefined ? {} : { error }) };
}
