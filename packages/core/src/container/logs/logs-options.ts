import { CALL_OPTIONS, type OptionReaders, type Problems, readFlag, readInteger } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';

/** Options of `container.logs()`. */
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

/** What can be wrong with the options of `logs`. */
export const LOGS_OPTIONS: OptionReaders<LogsOptions> = {
  ...CALL_OPTIONS,
  follow: readFlag,
  tail: readInteger(0),
  since: readMoment,
  until: readMoment,
  timestamps: readFlag,
  stdout: readFlag,
  stderr: readFlag,
  maxLineBytes: readInteger(1, 1 << 30),
};

function readMoment(value: unknown, problems: Problems): Date | number | string | undefined {
  const fits =
    value instanceof Date
      ? Number.isFinite(value.getTime())
      : typeof value === 'number'
        ? value >= 0 && value <= LAST_SECOND
        : typeof value === 'string' && (SECONDS.test(value) || Number.isFinite(Date.parse(value)));
  return fits
    ? (value as Date | number | string)
    : problems.refuse(value, "a Date, seconds since 1970, or a time such as '2026-01-31T12:00:00Z'");
}

/** Seconds since the epoch, as the engine writes them. */
export const SECONDS = /^\d{1,12}(?:\.\d{1,9})?$/;
/** The last moment that a `Date` can hold. */
const LAST_SECOND = 8_640_000_000_000;
