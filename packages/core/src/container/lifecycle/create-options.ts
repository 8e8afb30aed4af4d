import type { CallOptions } from '../../scope/index.ts';

export interface CreateContainerOptions extends CallOptions {
  /** For the pull and the creation together, in milliseconds. @default 600_000 for a pull, 60_000 for the creation */
  readonly timeoutMs?: number | undefined;
}
