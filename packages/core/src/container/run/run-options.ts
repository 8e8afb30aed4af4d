import {
  CALL_OPTIONS,
  type OptionReaders,
  readFlag,
  readFunction,
  readInteger,
  readWord,
} from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { type ExecInput, readInput } from '../exec/index.ts';
import type { LogLine } from '../logs/index.ts';

/** Options of `container.runStream()`. */
export interface RunStreamOptions extends CallOptions {
  /** Written to the process, followed by end of file. @default none: the process reads end of file */
  readonly input?: ExecInput | undefined;
  /** Rejects when the exit code is not 0. @default false */
  readonly check?: boolean | undefined;
  /** For everything together, a pull included, in milliseconds; the container is removed when it is up. @default none */
  readonly timeoutMs?: number | undefined;
}

/** Options of `container.run()`. */
export interface RunOptions extends RunStreamOptions {
  /** Called with each line as it comes. */
  readonly onLine?: ((line: LogLine) => void) | undefined;
  /** How much of each stream is kept. @default 16_777_216 */
  readonly maxOutputBytes?: number | undefined;
  /** What more output than that means; the process runs to its end either way. @default 'error' */
  readonly overflow?: 'error' | 'truncate' | undefined;
}

/** How a container ended that was run once. */
export interface RunExit {
  readonly exitCode: number;
  /** Whether the kernel killed it for lack of memory. */
  readonly oomKilled: boolean;
  /** From the engine's start call to the end. */
  readonly durationMs: number;
}

/** What a container that ran once has written, and how it ended. */
export interface RunResult extends RunExit {
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  readonly stderrBytes: Buffer;
  /** Whether output beyond `maxOutputBytes` was dropped. */
  readonly truncated: boolean;
}

/** What can be wrong with the options of `runStream`. */
export const RUN_STREAM_OPTIONS: OptionReaders<RunStreamOptions> = {
  ...CALL_OPTIONS,
  input: readInput,
  check: readFlag,
};

/** What can be wrong with the options of `run`. */
export const RUN_OPTIONS: OptionReaders<RunOptions> = {
  ...RUN_STREAM_OPTIONS,
  onLine: readFunction,
  maxOutputBytes: readInteger(0),
  overflow: readWord(['error', 'truncate']),
};
