import type { CallOptions } from '../../scope/index.ts';

export interface StartOptions extends CallOptions {
  /** Resolves once the container has ended, with how. @default false */
  readonly waitForExit?: boolean | undefined;
  /**
   * Resolves once it is ready: as `readyWhen` says, else healthy by the spec's health check, else its published TCP ports
   * answer. @default true when the spec has one of these, unless `waitForExit`
   */
  readonly waitForReady?: boolean | undefined;
  /** Called once its process runs, before what else is waited for. */
  readonly onStarted?: (() => void) | undefined;
  /** Keeps a container whose start failed, to look at it. @default the spec's, else false */
  readonly keepOnFailure?: boolean | undefined;
  /**
   * For everything together, in milliseconds: pull, creation, start, and what is waited for.
   * @default each step's own; until ready the spec's `readyTimeout`, 60_000; none until the exit
   */
  readonly timeoutMs?: number | undefined;
}
