import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { buildProgram } from './definitions/program.ts';
import type { GlobalOptions } from './invocation/global-options.ts';
import type { Outcome } from './invocation/lazy-action.ts';
import { Interruption } from './invocation/signals.ts';
import { CommandFailure, EXIT, exitCodeFor } from './output/index.ts';

/** Runs the command of `argv`, as in `process.argv`, and answers its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const outcome: Outcome = { exitCode: EXIT.done };
  // With --json, what is wrong is told below, as JSON.
  const program = buildProgram(ownVersion(), outcome, asked(argv).json ? () => undefined : undefined);
  process.stdout.on('error', onUnwritten);
  // Nobody reads what is wrong, and there is no other place to say it: the exit code still does.
  process.stderr.on('error', () => undefined);
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap((each) => each.commands),
  ]) {
    command.exitOverride();
  }
  try {
    await program.parseAsync(argv);
    return outcome.exitCode;
  } catch (error) {
    return await exitCodeOf(error, outcome.global ?? asked(argv));
  }
}

async function exitCodeOf(error: unknown, { json, color }: Asked): Promise<number> {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
  // Commander has printed what there is to say.
  if (error instanceof CommanderError && !json) return EXIT.usage;
  const interruption = interruptionIn(error);
  if (interruption !== undefined) return interruption.exitCode;
  const { stdout, stderr, env } = process;
  const { Output } = await import('./output/index.ts');
  const out = new Output({ stdout, stderr, env, json, color });
  if (error instanceof CommanderError) {
    const message = error.code === 'commander.help' ? 'there is no such command' : error.message;
    out.failure(
      'usage',
      message.replace(/^error: /, ''),
      "Run 'docktopus --help' for all commands.",
      undefined,
    );
    return EXIT.usage;
  }
  if (error instanceof CommandFailure) {
    out.failure(error.code, error.message, error.hint, await helpFor(error));
    return error.exitCode;
  }
  const { describeError, isDocktopusError } = await import('@docktopus/core');
  const { helpLink } = await import('@docktopus/core/kit');
  const known = [error, ...(error instanceof AggregateError ? error.errors : [])].find((each) =>
    isDocktopusError(each),
  );
  const code = isDocktopusError(known) ? known.code : 'internal';
  out.failure(
    code,
    describeError(error, { stacks: code === 'internal' }),
    isDocktopusError(known) ? known.hint : undefined,
    helpLink(code),
  );
  return exitCodeFor(code);
}

type Asked = Pick<GlobalOptions, 'json' | 'color'>;

/** Reads the two options that shape errors from a command line that cannot be parsed. Words after `--` belong to another program. */
function asked(argv: readonly string[]): Asked {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  return { json: ours.includes('--json'), color: !ours.includes('--no-color') };
}

/** A reader that has read enough (`| head -1`) is no failure; a full disk is one. */
function onUnwritten({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.stderr.write(`error the output cannot be written: ${message}\n`);
  process.exitCode ||= EXIT.failed;
}

/** Nothing is to be said about a mistyped option. */
async function helpFor({ code, exitCode }: CommandFailure): Promise<string | undefined> {
  if (exitCode === EXIT.usage) return undefined;
  const { helpLink } = await import('@docktopus/core/kit');
  return helpLink(code);
}

/** What was aborted says so in its cause. */
function interruptionIn(error: unknown): Interruption | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof Interruption) return current;
  }
  return undefined;
}

function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
