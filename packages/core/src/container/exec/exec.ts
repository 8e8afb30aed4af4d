import { DocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { abortable, startDeadline } from '../../scope/index.ts';
import type { CallTarget } from '../call-target.ts';
import { CappedOutput } from './capped-output.ts';
import { EXEC_OPTIONS, type ExecOptions, type ExecResult } from './exec-options.ts';
import { execStream } from './exec-stream.ts';
import { talk } from './talk.ts';

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
    ...deadline.rest(),
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

function tooMuchOutput(subject: string, maxOutputBytes: number, exitCode: number): DocktopusError {
  return new DocktopusError('exec.output-too-large', {
    operation: 'container.exec',
    subject,
    reason: `the command wrote more than ${maxOutputBytes} bytes`,
    hint: "Raise maxOutputBytes, set overflow: 'truncate', or read it with execStream()",
    details: { exitCode, maxOutputBytes },
  });
}
