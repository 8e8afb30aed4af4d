import type { Command } from 'commander';
import type { Output } from '../output/index.ts';
import type { GlobalOptions } from './global-options.ts';

/** One call of a command: what was asked for, and where its answer goes. */
export interface Invocation<Options = unknown> {
  readonly args: readonly string[];
  readonly options: Options & GlobalOptions;
  /** All commands, for what tells about them. */
  readonly program: Command;
  readonly out: Output;
  /** Aborts on Ctrl-C, on SIGTERM, and when the reader of the output has gone. */
  readonly signal: AbortSignal;
}

/** What a command module exports as `run`: it answers the exit code, if that is not 0. */
export type Run<Options = unknown> = (invocation: Invocation<Options>) => Promise<number | undefined>;
