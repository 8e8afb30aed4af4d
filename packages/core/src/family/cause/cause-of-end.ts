import type { CauseFacts } from './family-cause.ts';

/** What was seen of a container that is not as its family left it. */
export interface ObservedEnd {
  /** How it is found. `paused`: its processes are frozen and nobody here has frozen them. */
  readonly now: 'ended' | 'paused' | 'removed';
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean;
  /** Its memory limit; 0 or `undefined` without. */
  readonly memoryBytes: number | undefined;
  /** Whether a signal was sent to it through the engine before it ended, as `docker stop` and `docker kill` do. */
  readonly signalled: boolean;
  /** Whether the engine was away when it ended, or went away right after. */
  readonly engineWasAway: boolean;
}

/** Tells the ends apart that nobody here has asked for. Memory first: an engine that goes away kills with it. */
export function causeOfEnd(seen: ObservedEnd): CauseFacts {
  const { exitCode } = seen;
  if (seen.now !== 'ended') return { cause: 'killed-outside' };
  if (seen.oomKilled) return { cause: 'oom', exitCode, memoryBytes: seen.memoryBytes || undefined };
  if (seen.engineWasAway) return { cause: 'engine-restarted', exitCode };
  if (seen.signalled) return { cause: 'killed-outside', exitCode };
  return { cause: 'exited', exitCode };
}
