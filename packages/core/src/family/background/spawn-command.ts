import { randomUUID } from 'node:crypto';
import type { EnvInput } from '../../container/index.ts';
import { DocktopusError, type Issue, invalid, printable } from '../../errors/index.ts';
import {
  asGiven,
  CALL_OPTIONS,
  checkOptions,
  type OptionReaders,
  readInteger,
  readText,
} from '../../input/index.ts';
import { abortable, type CallOptions, startDeadline } from '../../scope/index.ts';
import type { Hold } from '../holds/index.ts';
import { BackgroundCommand, type CommandPlace, MOST_OUTPUT_BYTES } from './background-command.ts';
import { COMMANDS_DIR, LAUNCH, TAKEN } from './command-scripts.ts';

/** Options of `box.spawn()`. */
export interface SpawnOptions extends CallOptions {
  /** Finds it again, also after a restart of the blueprint. @default a random one */
  readonly id?: string | undefined;
  /** Added to the container's own. */
  readonly env?: EnvInput | undefined;
  /** Absolute, in the container. @default the container's */
  readonly cwd?: string | undefined;
  /** How much of its output is kept: the first so many bytes. @default 16_777_216 */
  readonly maxOutputBytes?: number | undefined;
}

const OPTIONS: OptionReaders<SpawnOptions> = {
  ...CALL_OPTIONS,
  id: asGiven,
  env: asGiven,
  cwd: readText,
  maxOutputBytes: readInteger(0, MOST_OUTPUT_BYTES),
};
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * Starts a command in the background. `hold` lasts until it has ended, or the container is lost.
 *
 * It is never started a second time: after a failure that leaves it open whether it runs, its id is taken.
 *
 * @throws DocktopusError `family.command-exists`, `family.command-failed`, `family.invalid`
 */
export async function spawnCommand(
  place: CommandPlace,
  argv: readonly string[],
  options: SpawnOptions,
  hold: (id: string) => Hold,
): Promise<BackgroundCommand> {
  const { container, subject } = place;
  const { id = randomUUID(), env, cwd, maxOutputBytes = 16 << 20, ...call } = options;
  checkOptions(options, OPTIONS, 'family.spawn', subject, 'family.invalid');
  const issues = issuesOf(id, argv);
  if (issues.length > 0) throw invalid('family.invalid', 'family.spawn', issues, subject);
  using deadline = startDeadline(call, 30_000, 'family.spawn', subject);
  const held = hold(id);
  try {
    const launch = ['sh', '-c', LAUNCH, 'sh', `${COMMANDS_DIR}/${id}`, String(maxOutputBytes), ...argv];
    const streams = await container.execStream(launch, { ...deadline.rest(), env, cwd });
    const output = streams.output[Symbol.asyncIterator]();
    const first = await abortable(output.next(), deadline.signal);
    const text = first.done ? '' : String(first.value.data);
    if (!text.startsWith('launched')) {
      streams.close();
      throw refused(subject, id, first.done ? await streams.exitCode() : undefined, text);
    }
    // Ends with the shell that outlives the command.
    void drain(output).finally(() => held.release());
    return new BackgroundCommand(id, place);
  } catch (error) {
    held.release();
    throw error;
  }
}

/** Resolves when a command has ended that an earlier process of the blueprint has started. */
export async function waitForCommand(id: string, place: CommandPlace): Promise<void> {
  await new BackgroundCommand(id, place).wait();
}

async function drain(output: AsyncIterator<unknown>): Promise<void> {
  try {
    while (!(await output.next()).done);
  } catch {
    // The connection is over, and with it what is known here; the command goes on as long as its container does.
  }
}

function issuesOf(id: unknown, argv: readonly unknown[]): readonly Issue[] {
  const issues: Issue[] = [];
  if (typeof id !== 'string' || !ID.test(id)) {
    issues.push({
      path: 'id',
      got: printable(id),
      expected: 'up to 63 letters, digits, dots, dashes and underscores',
    });
  }
  if (!Array.isArray(argv) || argv.length === 0 || argv.some((word) => typeof word !== 'string')) {
    issues.push({
      path: 'argv',
      got: printable(argv),
      expected: "a command such as ['npm', 'run', 'build']",
    });
  }
  return issues;
}

function refused(subject: string, id: string, exitCode: number | undefined, text: string): DocktopusError {
  const about = { operation: 'family.spawn', subject };
  if (exitCode === TAKEN) {
    return new DocktopusError('family.command-exists', {
      ...about,
      reason: `the container has a command '${id}' already`,
      hint: 'Get it with box.spawned(id), or choose another id',
    });
  }
  return new DocktopusError('family.command-failed', {
    ...about,
    reason: `the command '${id}' was not started: ${text.trim().slice(0, 200) || `exit code ${exitCode}`}`,
    hint: `A command in the background needs sh in the image, and ${COMMANDS_DIR.split('/').slice(0, 2).join('/')} to be writable`,
  });
}
