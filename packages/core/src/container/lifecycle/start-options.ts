import type { CallOptions } from '../../scope/index.ts';

export interface StartOptions extends CallOptions {
  /** Resolves once the container has ended, with how. @default false */
  readonly waitForExit?: boolean | undefined;
  /** Resolves once it is ready. @default true with `readyWhen` in the spec, unless `waitForExit` */
  readonly waitForReady?: boolean | undefined;
  /** Keeps a container whose start failed, to look at it. @default the spec's, else false */
  readonly keepOnFailure?: boolean | undefined;
  /**
   * For everything together, in milliseconds: pull, creation, start, and what is waited for.
   * @default each step's own; 60_000 until ready, none until the exit
   */
  readonly timeoutMs?: number | undefined;
}
