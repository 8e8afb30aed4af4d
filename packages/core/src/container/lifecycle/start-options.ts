import { type Issue, invalid } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions, type OptionReaders, readFlag, readWord } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';

/**
 * What a start waits for. `started`: the process runs. `ready`: the spec's readiness holds, that is `readyWhen`, else its
 * health check, else its published TCP ports; without any of these, the process runs. `exited`: the container has ended.
 */
export type StartUntil = 'started' | 'ready' | 'exited';

/** Options of `container.start()`. */
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

const OPTIONS: OptionReaders<StartOptions> = {
  ...CALL_OPTIONS,
  until: readWord(['started', 'ready', 'exited']),
  waitForExit: readFlag,
  keepOnFailure: readFlag,
};

/**
 * What a start waits for.
 *
 * @throws DocktopusError `spec.invalid` for an unknown `until`, and for one that contradicts `waitForExit`.
 */
export function untilOf(options: StartOptions, subject: string): StartUntil {
  checkOptions(options, OPTIONS, 'container.start', subject);
  const { until, waitForExit } = options;
  const issues: Issue[] = [];
  if (waitForExit && until !== undefined && until !== 'exited') {
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
