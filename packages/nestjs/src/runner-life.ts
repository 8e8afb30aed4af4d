import { BlueprintRunner, type MountedHttp } from '@docktopus/runner';
import type { DocktopusContext, DocktopusOptions, MountOptions } from './module-options.ts';
import { nestLogger } from './nest-logger.ts';

/** The runner of an application, from its start to its stop. */
export class RunnerLife {
  readonly runner: BlueprintRunner;
  /** `undefined` when the application serves nothing of it. */
  readonly mounted: MountedHttp | undefined;

  private constructor(runner: BlueprintRunner, mounted: MountedHttp | undefined) {
    this.runner = runner;
    this.mounted = mounted;
  }

  /** @throws what keeps the runner from starting; then it has undone what it had begun. */
  static async begin(
    contexts: readonly DocktopusContext[],
    { jobs = [], runner: configure }: DocktopusOptions,
    mount: MountOptions | undefined,
  ): Promise<RunnerLife> {
    const runner = BlueprintRunner.for(...contexts)
      .jobs(...jobs)
      .options({ logger: nestLogger() }) as BlueprintRunner;
    // Containers alone are of use here: other classes of the application use them.
    runner.backgroundService(lastsAsLong);
    const mounted = mount === undefined ? undefined : runner.mount(mount.http);
    configure?.(runner);
    await runner.start();
    return new RunnerLife(runner, mounted);
  }

  stop(): Promise<void> {
    return this.runner.stop();
  }
}

function lastsAsLong({ signal }: { readonly signal: AbortSignal }): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
