import type { Socket } from 'node:net';
import type { FakeFiles } from '../fake-files.ts';

/**
 * What runs in a container of the fake engine: a function that stands for a program.
 *
 * It returns its exit code (nothing means 0). An error that it throws is printed on stderr, and the code is 1.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a program that returns nothing is the usual one
export type FakeProgram = (process: FakeProcess) => number | void | Promise<number | void>;

/** A process of a container, as its program sees it. */
export interface FakeProcess {
  /** The command line: `['redis-server', '--port', '6379']`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: string;
  /** 1 for the container's own process, unless an init is before it. */
  readonly pid: number;
  readonly tty: boolean;
  readonly container: { readonly id: string; readonly name: string; readonly hostname: string };
  readonly files: FakeFiles;
  /** What is written to its stdin; ends at once when no client can write. */
  readonly stdin: AsyncIterable<Buffer>;
  /** Aborts when the process has ended, for whatever reason. */
  readonly ended: AbortSignal;
  stdout(text: string | Uint8Array): void;
  stderr(text: string | Uint8Array): void;
  /** Waits in the engine's time. A process that is killed or paused does not go on after it. */
  sleep(ms: number): Promise<void>;
  /** Waits until the process is killed. */
  forever(): Promise<never>;
  /** Ends the process from anywhere in it. */
  exit(code: number): never;
  /**
   * Answers a signal (`'SIGTERM'`) instead of what it does by default. Without an answer the first process of a
   * container ignores everything but SIGKILL, and any other process dies with 128 + its number.
   */
  onSignal(signal: string, handler: () => void): void;
  /**
   * Listens on a port of the container. Where the port is published, connections to the host's port arrive here:
   * over real TCP, so that probes and clients in the test reach it.
   */
  listen(containerPort: number, onConnection?: (socket: Socket) => void): Promise<void>;
  /** Runs a command in the same container, as a shell would, and resolves with its exit code. */
  run(
    argv: readonly string[],
    io?: Partial<Pick<FakeProcess, 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd'>>,
  ): Promise<number>;
}
