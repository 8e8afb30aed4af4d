import { setImmediate as turn } from 'node:timers/promises';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { abortable, anySignal, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { CappedOutput } from './capped-output.ts';
import { EXEC_OPTIONS, type ExecOptions, type ExecResult } from './exec-options.ts';
import type { ExecProcess } from './exec-process.ts';
import { execStream } from './exec-stream.ts';
import { feedInput } from './feed-input.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs `cmd` in the container to its end. */
export async function exec(
  target: CallTarget,
  cmd: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  checkOptions(options, EXEC_OPTIONS, 'container.exec', target.subject);
  using deadline = startDeadline(options, 300_000, 'container.exec', target.subject);
  const { signal } = deadline;
  const { stdin, maxOutputBytes = MAX_OUTPUT_BYTES } = options;
  const stdout = new CappedOutput(maxOutputBytes);
  const stderr = new CappedOutput(maxOutputBytes);
  using running = await execStream(target, cmd, {
    ...options,
    stdin: stdin !== undefined,
    signal,
    timeoutMs: deadline.remainingMs(),
  });
  const reading = async () => {
    for await (const { stream, data } of running.output) (stream === 'stdout' ? stdout : stderr).add(data);
  };
  await abortable(stdin === undefined ? reading() : talk(running, stdin, reading, signal), signal);
  const exitCode = await running.exitCode();
  const truncated = stdout.truncated || stderr.truncated;
  if (truncated && options.overflow !== 'truncate')
    throw tooMuchOutput(target.subject, maxOutputBytes, exitCode);
  const [stdoutBytes, stderrBytes] = [stdout.bytes(), stderr.bytes()];
  return {
    exitCode,
    stdout: stdoutBytes.toString('utf8'),
    stderr: stderrBytes.toString('utf8'),
    stdoutBytes,
    stderrBytes,
    truncated,
  };
}

/** Reads and writes at the same time: a command that is not read from may stop reading. */
async function talk(
  running: ExecProcess,
  stdin: NonNullable<ExecOptions['stdin']>,
  reading: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  let over = false;
  const read = reading().finally(() => {
    over = true;
    ended.abort();
  });
  const feed = async () => {
    // A write that finds the connection closed ends it at once: what has come by then is to be read first, which takes
    // the event loop one whole turn.
    await turn();
    await turn();
    await feedInput(running, stdin, anySignal(signal, ended.signal));
  };
  const feeding = feed().catch((error: unknown) => {
    // A command may end without having read everything; then there is nobody to write to, and that is no failure.
    if (!over && !isWriteFailure(error)) throw error;
  });
  // The input alone never ends the conversation, unless its source fails.
  await Promise.race([read, feeding.then(() => read)]);
}

function isWriteFailure(error: unknown): boolean {
  return (
    isDocktopusError(error) ||
    ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(
      String((error as NodeJS.ErrnoException).code),
    )
  );
}

function tooMuchOutput(subject: string, maxOutputBytes: number, exitCode: number): DocktopusError {
  return new DocktopusError('exec.output-too-large', {
    operation: 'container.exec',
    subject,
    reason: `the command wrote more than ${maxOutputBytes} bytes`,
    hint: "Raise maxOutputBytes, set overflow: 'truncate', or read it with execStream()",
    details: { exitCode, maxOutputBytes },
  });
}
