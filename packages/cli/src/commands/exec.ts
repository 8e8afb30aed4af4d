import { Container, type ExecProcess, isDocktopusError } from '@docktopus/core';
import { CappedOutput, onAbort, withResolvers } from '@docktopus/core/kit';
import { findContainer, withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { CommandFailure, EXIT, usageFailure } from '../output/index.ts';

export interface ExecOptions {
  readonly interactive?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly string[];
  readonly user?: string;
  readonly workdir?: string;
}

const NOT_FOUND = /executable file not found|no such file or directory/i;

/** `docktopus exec`: it ends with the command's own exit code. */
export async function run(
  invocation: Invocation<ExecOptions & { readonly blueprint?: string }>,
): Promise<number> {
  const { args, options, signal } = invocation;
  const [name = '', ...command] = args;
  checkTerminal(invocation);
  return await withDocker(invocation, async (docker) => {
    const { id } = await findContainer(docker, name, options.blueprint, signal);
    return await execIn(await Container.fromId(docker, id, { signal }), command, invocation);
  });
}

/** @throws CommandFailure when a terminal is asked for that there is not. */
function checkTerminal({ options: { tty }, out }: Invocation<ExecOptions>): void {
  if (tty && !process.stdin.isTTY) {
    throw usageFailure('exec -t needs a terminal, and stdin is none', 'Leave -t out');
  }
  if (out.json && tty) throw usageFailure('exec cannot print JSON and give the command a terminal');
}

/** Runs a command in a container, connected to this process, and answers its exit code. */
export async function execIn(
  container: Container,
  command: readonly string[],
  invocation: Invocation<ExecOptions>,
): Promise<number> {
  const { options, out, signal } = invocation;
  const { interactive = false, tty = false, user, workdir, env = [] } = options;
  const start = { env: env.map(passedOn), user, cwd: workdir, tty, stdin: interactive, signal };
  try {
    using exec = await container.execStream(command, start);
    return out.json ? await capture(exec, invocation) : await connect(exec, invocation);
  } catch (error) {
    throw execFailure(error);
  }
}

/** `KEY` alone takes the value from here, as in docker exec. */
function passedOn(variable: string): string {
  if (variable.includes('=')) return variable;
  const value = process.env[variable];
  return value === undefined ? `${variable}=` : `${variable}=${value}`;
}

async function connect(exec: ExecProcess, { options, signal }: Invocation<ExecOptions>): Promise<number> {
  using _terminal = options.tty ? rawTerminal(exec) : undefined;
  return await ended(exec, options.interactive, (stream, data) =>
    written(stream === 'stdout' ? process.stdout : process.stderr, data, signal),
  );
}

/** How much of each stream `--json` keeps. */
const MOST_BYTES = 16 * 1024 * 1024;

async function capture(exec: ExecProcess, { options, out }: Invocation<ExecOptions>): Promise<number> {
  const parts = { stdout: new CappedOutput(MOST_BYTES), stderr: new CappedOutput(MOST_BYTES) };
  const exitCode = await ended(exec, options.interactive, (stream, data) => parts[stream].add(data));
  const { stdout, stderr } = parts;
  out.data({
    exitCode,
    stdout: stdout.bytes().toString(),
    stderr: stderr.bytes().toString(),
    ...((stdout.truncated || stderr.truncated) && { truncated: true }),
  });
  return exitCode;
}

async function ended(
  exec: ExecProcess,
  interactive: boolean | undefined,
  take: (stream: 'stdout' | 'stderr', data: Buffer) => unknown,
): Promise<number> {
  // Input that the command no longer reads is no failure of the command.
  if (interactive) void passInput(exec).catch(() => undefined);
  let last = '';
  for await (const { stream, data } of exec.output) {
    last = data.subarray(-1_000).toString();
    await take(stream, data);
  }
  // A read that waits for a key must not keep this process.
  process.stdin.pause().unref?.();
  const exitCode = await exec.exitCode();
  // Engines before 23 say 126 for both, and why in the output.
  return exitCode === EXIT.execNotExecutable && NOT_FOUND.test(last) ? EXIT.execNotFound : exitCode;
}

async function passInput(exec: ExecProcess): Promise<void> {
  for await (const data of process.stdin) await exec.write(data as Buffer);
  await exec.endInput();
}

/** Waits for a reader that is slow. One that has gone takes nothing any more, and ends the command by its signal. */
async function written(stream: NodeJS.WriteStream, data: Buffer, signal: AbortSignal): Promise<void> {
  if (stream.write(data) || signal.aborted) return;
  const { promise, resolve } = withResolvers();
  const release = onAbort(signal, resolve);
  stream.once('drain', resolve).once('close', resolve);
  await promise;
  stream.off('drain', resolve).off('close', resolve);
  release();
}

/** Keys go to the command as they are pressed, Ctrl-C among them, and its terminal is as large as ours. */
function rawTerminal(exec: ExecProcess): Disposable {
  const fit = () => {
    const { rows, columns } = process.stdout;
    if (rows > 0 && columns > 0) void exec.resize({ rows, columns }).catch(() => undefined);
  };
  process.stdin.setRawMode(true);
  process.stdout.on('resize', fit);
  fit();
  return {
    [Symbol.dispose]: () => {
      process.stdout.off('resize', fit);
      process.stdin.setRawMode(false);
    },
  };
}

/** As docker exec: 126 for a command that cannot be run, 127 for one that is not there, 125 for the rest. */
function execFailure(error: unknown): unknown {
  if (!isDocktopusError(error)) return error;
  if (isDocktopusError(error, 'engine.unreachable', 'timeout', 'aborted')) return error;
  const text = error.message;
  const notFound = NOT_FOUND.test(text);
  const notExecutable = /permission denied|exec format error|is a directory/i.test(text);
  const exitCode = notFound ? EXIT.execNotFound : notExecutable ? EXIT.execNotExecutable : EXIT.execFailed;
  return new CommandFailure(exitCode, error.code, text, error.hint);
}
