import {
  asGiven,
  CALL_OPTIONS,
  type OptionReaders,
  type Problems,
  readFields,
  readFlag,
  readInteger,
  readText,
  readWord,
} from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { EnvInput } from '../options/env.ts';

/** What is fed to a command: text as UTF-8, bytes, or anything that yields them. */
export type ExecInput = string | Uint8Array | AsyncIterable<string | Uint8Array>;

interface CommandOptions extends CallOptions {
  /** Added to the container's own. */
  readonly env?: EnvInput | undefined;
  /** `'user'`, `'uid:gid'`. @default the container's */
  readonly user?: string | undefined;
  /** Absolute, in the container. @default the container's */
  readonly cwd?: string | undefined;
  /** A terminal: stdout and stderr become one stream. @default false */
  readonly tty?: boolean | undefined;
  /** @default false */
  readonly privileged?: boolean | undefined;
}

/** Options of `container.execStream()`. */
export interface ExecStreamOptions extends CommandOptions {
  /** Whether it can be written to. @default false */
  readonly stdin?: boolean | undefined;
}

/** What `execStream` is told for `exec` with `options`. */
export function streamOptions({ env, user, cwd, tty, privileged, stdin }: ExecOptions): ExecStreamOptions {
  return { env, user, cwd, tty, privileged, stdin: stdin !== undefined };
}

/** How long a command that is ended early has after SIGTERM, in milliseconds; 0 kills it at once. @default 5_000 */
export interface KillOnAbort {
  readonly graceMs?: number | undefined;
}

/** Options of `container.exec()`. */
export interface ExecOptions extends CommandOptions {
  /** @default none: the command reads end of file */
  readonly stdin?: ExecInput | undefined;
  /** How much of each stream is kept. @default 16_777_216 */
  readonly maxOutputBytes?: number | undefined;
  /** What more output than that means; the command runs to its end either way. @default 'error' */
  readonly overflow?: 'error' | 'truncate' | undefined;
  /** Of the whole command, in milliseconds. @default 300_000 */
  readonly timeoutMs?: number | undefined;
  /**
   * Ends the command, and everything that it has started, when the call fails while it runs: the time is up, the signal
   * aborts, the input fails. It gets SIGTERM, SIGKILL `graceMs` milliseconds later, and the call rejects when nothing of
   * it is left. The image needs `sh`. @default false: the command goes on; `graceMs` 5_000
   */
  readonly killOnAbort?: boolean | KillOnAbort | undefined;
}

/** What a command that has ended left behind. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  readonly stderrBytes: Buffer;
  /** Whether output beyond `maxOutputBytes` was dropped. */
  readonly truncated: boolean;
}

/** What can be wrong with the options of `execStream`. */
export const EXEC_STREAM_OPTIONS: OptionReaders<ExecStreamOptions> = {
  ...CALL_OPTIONS,
  env: asGiven,
  user: readText,
  cwd: readText,
  tty: readFlag,
  privileged: readFlag,
  stdin: readFlag,
};

/** What can be wrong with the options of `exec`. */
export const EXEC_OPTIONS: OptionReaders<ExecOptions> = {
  ...EXEC_STREAM_OPTIONS,
  stdin: readInput,
  maxOutputBytes: readInteger(0),
  overflow: readWord(['error', 'truncate']),
  killOnAbort: readKillOnAbort,
};

const readKillOptions = readFields<KillOnAbort>({ graceMs: readInteger(0, 600_000) });

function readKillOnAbort(value: unknown, problems: Problems): boolean | KillOnAbort | undefined {
  if (typeof value === 'boolean') return value;
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? readKillOptions(value, problems) : problems.refuse(value, 'true, false or { graceMs }');
}

export function readInput(value: unknown, problems: Problems): ExecInput | undefined {
  const fits =
    typeof value === 'string' ||
    value instanceof Uint8Array ||
    (typeof value === 'object' && value !== null && Symbol.asyncIterator in value);
  return fits
    ? (value as ExecInput)
    : problems.refuse(value, 'a string, bytes, or an async iterable of them');
}
