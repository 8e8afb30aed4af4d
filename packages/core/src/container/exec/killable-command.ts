import type { OutputChunk } from '../../engine/index.ts';
import { amended, type DocktopusError, invalid, isDocktopusError } from '../../errors/index.ts';
import { abortable, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { collectOutput } from './collect-output.ts';
import { type ExecOptions, streamOptions } from './exec-options.ts';
import type { ExecProcess } from './exec-process.ts';
import { execStream } from './exec-stream.ts';
import { ALIVE, END_GROUP, STARTED } from './process-group.ts';
import { toExecBody } from './to-exec-body.ts';

/** A command that says who it is before it begins, so that it can be ended. */
export interface KillableCommand {
  readonly running: ExecProcess;
  /** What it writes itself. */
  readonly output: AsyncIterable<OutputChunk>;
  /** Its process as the container numbers them, and when that was started. */
  readonly pid: string;
  readonly startedAt: string;
}

/** `sh -c ANNOUNCE sh COMMAND…`: prints the process id and start time on a line, and becomes the command. */
const ANNOUNCE = `${STARTED}
echo "$$ $(started $$)"
exec "$@"`;

const IDENTITY = /^(\d+) (\d+)\r?\n/;
const LONGEST_IDENTITY = 64;

/** How long the engine may take to start it, and to end it beyond the grace. */
const ENGINE_MS = 15_000;

/**
 * Starts a command that can be ended. The caller's signal does not reach the start: a command that the engine starts late
 * has to be known, or it stays.
 *
 * @throws DocktopusError `spec.invalid` when the image has no shell.
 */
export async function startKillable(
  target: CallTarget,
  cmd: readonly string[],
  options: ExecOptions,
): Promise<KillableCommand> {
  // Refused as it was given, and not as a part of ours.
  toExecBody(cmd, { env: options.env }, target.subject);
  using deadline = startDeadline({ timeoutMs: ENGINE_MS }, ENGINE_MS, 'container.exec', target.subject);
  const running = await execStream(target, ['sh', '-c', ANNOUNCE, 'sh', ...cmd], {
    ...streamOptions(options),
    ...deadline.rest(),
  });
  try {
    const output = running.output[Symbol.asyncIterator]();
    const early: OutputChunk[] = [];
    let text = '';
    while (!text.includes('\n') && text.length < LONGEST_IDENTITY) {
      const { done, value } = await abortable(output.next(), deadline.signal);
      if (done) break;
      if (value.stream === 'stdout') text += value.data.toString('latin1');
      else early.push(value);
    }
    const [line, pid = '', startedAt = ''] = IDENTITY.exec(text) ?? [];
    if (line === undefined) throw withoutShell(target.subject, text);
    const data = Buffer.from(text.slice(line.length), 'latin1');
    if (data.length > 0) early.push({ stream: 'stdout', data });
    return { running, pid, startedAt, output: replayed(early, output) };
  } catch (error) {
    running.close();
    throw error;
  }
}

/**
 * Ends a command whose call has failed with `error`, and everything that it has started.
 *
 * @returns the error for the caller; its hint says so when the command may go on.
 */
export async function killCommand(
  target: CallTarget,
  starting: Promise<KillableCommand>,
  options: ExecOptions,
  error: unknown,
): Promise<unknown> {
  const { graceMs = 5_000 } = typeof options.killOnAbort === 'object' ? options.killOnAbort : {};
  const wholeMs = graceMs + 2 * ENGINE_MS;
  using deadline = startDeadline({ timeoutMs: wholeMs }, wholeMs, 'container.exec', target.subject);
  try {
    await abortable(endGroup(target, starting, options, graceMs), deadline.signal);
    return error;
  } catch (failure) {
    if (failure === error || isDocktopusError(failure, ...WITH_ITS_CONTAINER)) return error;
    return mayGoOn(error, failure);
  }
}

/** A container that has ended has taken the command with it. */
const WITH_ITS_CONTAINER = ['container.exited', 'container.not-running', 'container.not-found'] as const;

const END = `pid=$1; start=$2; seconds=$3${END_GROUP}`;

async function endGroup(
  target: CallTarget,
  starting: Promise<KillableCommand>,
  { user, privileged }: ExecOptions,
  graceMs: number,
): Promise<void> {
  const { pid, startedAt } = await starting;
  const seconds = Math.ceil(graceMs / 1_000);
  const timeoutMs = seconds * 1_000 + ENGINE_MS;
  using deadline = startDeadline({ timeoutMs }, timeoutMs, 'container.exec', target.subject);
  const call = { user, privileged, signal: deadline.signal };
  using ending = await execStream(target, ['sh', '-c', END, 'sh', pid, startedAt, String(seconds)], call);
  const { exitCode, stderr } = await collectOutput(
    ending,
    ending.output,
    call,
    target.subject,
    deadline.signal,
  );
  if (exitCode === 0) return;
  const reason = exitCode === ALIVE ? 'it still runs after SIGKILL' : stderr.trim().slice(0, 200);
  throw new Error(reason || `exit code ${exitCode}`);
}

function mayGoOn(error: unknown, failure: unknown): unknown {
  const why = failure instanceof Error ? failure.message : String(failure);
  const hint = `The command may still run in the container, because it could not be ended: ${why}`;
  if (!isDocktopusError(error)) return new AggregateError([error, failure], `${String(error)}. ${hint}`);
  return amended(error, { hint });
}

async function* replayed(
  early: readonly OutputChunk[],
  rest: AsyncIterator<OutputChunk>,
): AsyncGenerator<OutputChunk, void, undefined> {
  yield* early;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function withoutShell(subject: string, output: string): DocktopusError {
  const got = output.trim().slice(0, 200) || 'no answer of its shell';
  const hint = 'leave the option out, and end the command by its own means';
  return invalid(
    'spec.invalid',
    'container.exec',
    [{ path: 'killOnAbort', got, expected: 'an image with sh and /proc', hint }],
    subject,
  );
}
