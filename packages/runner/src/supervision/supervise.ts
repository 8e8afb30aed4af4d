import { delay } from '@docktopus/core/kit';
import type { Logger } from '../log/index.ts';
import { type RestartPolicy, restartDecider } from './restart-policy.ts';

/** Something that runs until it has nothing more to do, fails, or is told to stop. */
export interface Supervised {
  /** `'producer cron "0 * * * *"'`: how it is called in logs and errors. */
  readonly name: string;
  readonly restart: RestartPolicy;
  run(): Promise<void>;
}

/**
 * Runs `component` until it ends well or `signal` aborts, restarting it as its policy says.
 *
 * @throws whatever the component failed with, when its policy is to fail.
 */
export async function supervise(
  { name, restart, run }: Supervised,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const decide = restartDecider(restart);
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      await run();
      return;
    } catch (error) {
      // A component that fails because it was told to stop has stopped.
      if (signal.aborted && isCausedBy(error, signal.reason)) return;
      const decision = decide(performance.now() - startedAt);
      if (decision === 'fail') throw error;
      if (decision === 'ignore') {
        log.error(`${name} failed and is not restarted`, { err: error });
        return;
      }
      if (signal.aborted) {
        log.warn(`${name} failed while it was stopping`, { err: error });
        return;
      }
      log.warn(`${name} failed and is restarted`, {
        err: error,
        restartInMs: Math.round(decision.restartInMs),
      });
      await delay(decision.restartInMs, signal).catch(() => undefined);
    }
  }
}

/** Whether `reason` is the error or among its causes. A DOM `AbortError` may have none: it can only be the signal's. */
function isCausedBy(error: unknown, reason: unknown): boolean {
  if (error === reason) return true;
  return error instanceof Error && (error.name === 'AbortError' || isCausedBy(error.cause, reason));
}
