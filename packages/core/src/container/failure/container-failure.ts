import type { LogLine } from '../logs/index.ts';

/** How a container was found after it failed, gathered before anything was cleaned up. */
export interface ContainerFailure {
  /** The engine's id. */
  readonly id: string;
  /** `undefined` when it was gone before it could be asked. */
  readonly status: string | undefined;
  /** `undefined` while it runs, and when it never did. */
  readonly exitCode: number | undefined;
  readonly oomKilled: boolean;
  /** The engine's own words for why it did not start; `undefined` without. */
  readonly engineError: string | undefined;
  /** The last lines that it wrote, 50 at most. */
  readonly lastLines: readonly LogLine[];
}
