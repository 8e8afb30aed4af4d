import {
  abortable,
  checkArguments,
  checkOptions,
  readFunction,
  readTimeout,
  startDeadline,
  throwAll,
} from '@docktopus/core/kit';

const DEFAULT_TIMEOUT_MS = 10_000;

/** Options of `runner.onShutdown()`. */
export interface HookOptions {
  /** How long the hook may take, in milliseconds. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** Something to do when the runner stops. */
export interface ShutdownHook {
  readonly run: (signal: AbortSignal) => unknown;
  readonly options: HookOptions;
}

/** @throws DocktopusError `runner.invalid` for options that do not fit. */
export function shutdownHook(run: ShutdownHook['run'], options: HookOptions): ShutdownHook {
  checkArguments({ hook: run }, { hook: readFunction }, 'runner.onShutdown', undefined, 'runner.invalid');
  checkOptions(
    options,
    { timeoutMs: readTimeout },
    'runner.onShutdown',
    run.name || undefined,
    'runner.invalid',
  );
  return { run, options };
}

/**
 * Runs all hooks, the last one first, each within its deadline.
 *
 * @throws the failure of a hook, or all of them; each hook runs all the same.
 */
export async function runHooks(hooks: readonly ShutdownHook[]): Promise<void> {
  const failures: unknown[] = [];
  for (const { run, options } of hooks.toReversed()) {
    using deadline = startDeadline(options, DEFAULT_TIMEOUT_MS, 'runner.onShutdown', run.name || undefined);
    try {
      await abortable(Promise.resolve(run(deadline.signal)), deadline.signal);
    } catch (error) {
      failures.push(error);
    }
  }
  throwAll(failures, `${failures.length} shutdown hooks failed`);
}
