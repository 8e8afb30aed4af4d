import { ALIVE, type Container, type ExecResult } from '../../container/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { CALL_OPTIONS, checkOptions, type OptionReaders, readInteger } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { HoldLedger } from '../holds/index.ts';
import { COMMANDS_DIR, KILL, LOOK, READ, UNKNOWN, WAIT } from './command-scripts.ts';

/** Where a command runs, and how it is called in errors. */
export interface CommandPlace {
  readonly container: Container;
  /** Aborts when the container is lost. */
  readonly lost: AbortSignal;
  readonly subject: string;
  readonly holds: Pick<HoldLedger, 'add'>;
}

/** How a command in the background stands. `exitCode` is missing when it was ended without a trace. */
export type CommandStatus =
  | { readonly state: 'running' }
  | { readonly state: 'exited'; readonly exitCode: number | undefined };

/** A piece of what a background command wrote, with its place in the log. */
export interface CommandOutput {
  /** Standard output and errors, as they came. */
  readonly text: string;
  /** Where the next read goes on: give it as `from`. */
  readonly next: number;
}

/** Options of the `kill()` of a background command. */
export interface KillCommandOptions extends CallOptions {
  /** How long it has after SIGTERM before it is killed, in milliseconds; 0 kills it at once. @default 5_000 */
  readonly graceMs?: number | undefined;
}

const KILL_OPTIONS: OptionReaders<KillCommandOptions> = { ...CALL_OPTIONS, graceMs: readInteger(0, 600_000) };
const OUTPUT_OPTIONS: OptionReaders<CallOptions & { readonly from?: number }> = {
  ...CALL_OPTIONS,
  from: readInteger(0),
};

/** A command that runs in a member in the background, and goes on when its caller or the blueprint ends. */
export class BackgroundCommand {
  readonly id: string;
  readonly #place: CommandPlace;

  /** @internal */
  constructor(id: string, place: CommandPlace) {
    this.id = id;
    this.#place = place;
  }

  async status(options: CallOptions = {}): Promise<CommandStatus> {
    checkOptions(options, CALL_OPTIONS, 'family.spawn', this.#place.subject, 'family.invalid');
    const text = (await this.#ask(LOOK, [], options)).stdout.trim();
    return text === 'running' ? { state: 'running' } : { state: 'exited', exitCode: exitCodeIn(text) };
  }

  /** Its exit code, when it has ended; `undefined` when it was ended without a trace. */
  async wait(options: CallOptions = {}): Promise<number | undefined> {
    checkOptions(options, CALL_OPTIONS, 'family.spawn', this.#place.subject, 'family.invalid');
    const { stdout } = await this.#ask(WAIT, [], { timeoutMs: NO_TIMEOUT, ...options });
    return exitCodeIn(stdout.trim());
  }

  /** What it has written so far: the first 16 MiB, or as many bytes as `spawn` was told to keep. */
  async output(options: CallOptions & { readonly from?: number } = {}): Promise<CommandOutput> {
    checkOptions(options, OUTPUT_OPTIONS, 'family.spawn', this.#place.subject, 'family.invalid');
    const { from = 0, ...call } = options;
    const { stdout, stdoutBytes } = await this.#ask(READ, [String(from)], call);
    return { text: stdout, next: from + stdoutBytes.length };
  }

  /** Ends it and everything that it has started, and resolves when nothing of that is left, with its exit code. */
  async kill(options: KillCommandOptions = {}): Promise<number | undefined> {
    checkOptions(options, KILL_OPTIONS, 'family.spawn', this.#place.subject, 'family.invalid');
    const { graceMs = 5_000, ...call } = options;
    const seconds = Math.ceil(graceMs / 1_000);
    const timeoutMs = seconds * 1_000 + 30_000;
    const { stdout } = await this.#ask(KILL, [String(seconds)], { timeoutMs, ...call });
    return exitCodeIn(stdout.trim());
  }

  async #ask(script: string, args: readonly string[], options: CallOptions = {}): Promise<ExecResult> {
    const { container, lost, subject, holds } = this.#place;
    lost.throwIfAborted();
    using _hold = holds.add('exec', this.id);
    const argv = ['sh', '-c', script, 'sh', `${COMMANDS_DIR}/${this.id}`, ...args];
    const signal = options.signal === undefined ? lost : AbortSignal.any([lost, options.signal]);
    const result = await container.exec(argv, { maxOutputBytes: MOST_OUTPUT_BYTES, ...options, signal });
    if (result.exitCode === 0) return result;
    throw failed(subject, this.id, result);
  }
}

/** The most that a log may be told to keep. */
export const MOST_OUTPUT_BYTES = 64 << 20;

const NO_TIMEOUT = 2 ** 31 - 1;

function exitCodeIn(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

function failed(subject: string, id: string, { exitCode, stderr }: ExecResult): DocktopusError {
  const about = { operation: 'family.spawn', subject };
  if (exitCode === UNKNOWN) {
    return new DocktopusError('family.command-not-found', {
      ...about,
      reason: `no command '${id}' was started in this container`,
      hint: 'A new container has none of the commands of the one before',
    });
  }
  const reason =
    exitCode === ALIVE
      ? `the command '${id}' still runs after SIGKILL`
      : `the command '${id}' cannot be inspected: ${stderr.trim().slice(0, 200) || `exit code ${exitCode}`}`;
  return new DocktopusError('engine.failed', { ...about, reason });
}
