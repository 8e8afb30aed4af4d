import { type Issue, invalid, printable } from '../../errors/index.ts';
import type { CallOptions } from '../../scope/index.ts';

/**
 * What a start waits for. `started`: the process runs. `ready`: the spec's readiness holds, that is `readyWhen`, else its
 * health check, else its published TCP ports; without any of these, the process runs. `exited`: the container has ended.
 */
export type StartUntil = 'started' | 'ready' | 'exited';

export interface StartOptions extends CallOptions {
  /** @default 'ready' */
  readonly until?: StartUntil | undefined;
  /** `true` is short for `until: 'exited'`. @default false */
  readonly waitForExit?: boolean | undefined;
  /** Keeps a container whose start failed, so that it can be examined. @default the spec's, else false */
  readonly keepOnFailure?: boolean | undefined;
  /**
   * For everything together, in milliseconds: pull, creation, start, and the wait.
   * @default each step's own; until ready the spec's `readyTimeout`, 60_000; none until the exit
   */
  readonly timeoutMs?: number | undefined;
}

const UNTIL: readonly StartUntil[] = ['started', 'ready', 'exited'];

/**
 * What a start waits for.
 *
 * @throws DocktopusError `spec.invalid` for an unknown `until`, and for one that contradicts `waitForExit`.
 */
export function untilOf({ until, waitForExit }: StartOptions, subject: string): StartUntil {
  const issues: Issue[] = [];
  if (until !== undefined && !UNTIL.includes(until)) {
    issues.push({ path: 'until', got: printable(until), expected: "'started', 'ready' or 'exited'" });
  } else if (waitForExit && until !== undefined && until !== 'exited') {
    issues.push({
      path: 'waitForExit',
      got: 'true',
      expected: 'false',
      because: `until is '${until}'`,
      hint: "waitForExit: true means until: 'exited'",
    });
  }
  if (issues.length > 0) throw invalid('spec.invalid', 'container.start', issues, subject);
  return until ?? (waitForExit ? 'exited' : 'ready');
}
