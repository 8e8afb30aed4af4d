import type { Injector } from '@docktopus/core';
import type { Logger } from '../log/index.ts';
import type { RestartPolicy } from '../supervision/index.ts';

/** What a background service runs in. */
export interface ServiceHost {
  /** Aborts when the service is to stop: after the jobs, before the contexts. */
  readonly signal: AbortSignal;
  readonly injector: Injector;
  readonly log: Logger;
}

/** Something that runs beside the jobs. Its end is fine; its failure is dealt with by its restart policy. */
export type BackgroundService = (host: ServiceHost) => Promise<void>;

/** Options of `runner.backgroundService()`. */
export interface ServiceOptions {
  /** How it is called in logs and errors. @default the function's name */
  readonly name?: string | undefined;
  /** What happens when it fails. @default 'fail' */
  readonly restart?: RestartPolicy | undefined;
}
