import type { FakeProcess } from '../process/fake-program.ts';
import type { ShellIo } from './shell-io.ts';

/** What a builtin may look at and change of its shell. */
export interface ShellState {
  readonly process: FakeProcess;
  readonly variables: Map<string, string>;
  cwd: string;
  status: number;
  trap(signal: string, action: string): void;
  wait(): Promise<void>;
}

/** A command that changes the shell itself. */
export type Builtin = (shell: ShellState, argv: readonly string[], io: ShellIo) => number | Promise<number>;
