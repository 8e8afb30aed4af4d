import type { CallOptions } from '../../scope/index.ts';

export interface LogsOptions extends CallOptions {
  /** Goes on until the container has ended for good; before its start, waits for it. @default false */
  readonly follow?: boolean | undefined;
  /** The last n lines only. @default all */
  readonly tail?: number | undefined;
  /** A moment, seconds since the epoch, or a line's `time`. @default the beginning */
  readonly since?: Date | number | string | undefined;
  /** As `since`. @default the end */
  readonly until?: Date | number | string | undefined;
  /** Whether lines carry their `time`. @default false */
  readonly timestamps?: boolean | undefined;
  /** @default true */
  readonly stdout?: boolean | undefined;
  /** @default true */
  readonly stderr?: boolean | undefined;
  /** A longer line comes in pieces. @default 1_048_576 */
  readonly maxLineBytes?: number | undefined;
  /** How long the whole reading may take, in milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}
