import type { ContainerExit } from '@docktopus/core';

/** What ended a program. */
export type Outcome =
  | { readonly type: 'exited'; readonly exitCode: number }
  | { readonly type: 'timeout' | 'out-of-memory' | 'process-limit' | 'output-limit' };

export interface Observed {
  /** Absent when its output was cut off before it ended. */
  readonly exit: ContainerExit | undefined;
  readonly timedOut: boolean;
  readonly deniedForks: number;
}

/** The first limit that a program has met; none of them leaves it running. */
export function outcomeOf({ exit, timedOut, deniedForks }: Observed): Outcome {
  if (exit === undefined) return { type: 'output-limit' };
  if (exit.oomKilled) return { type: 'out-of-memory' };
  if (deniedForks > 0) return { type: 'process-limit' };
  if (timedOut) return { type: 'timeout' };
  return { type: 'exited', exitCode: exit.exitCode };
}
