import type { OutputChunk } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { abortable } from '../../scope/index.ts';
import { CappedOutput } from './capped-output.ts';
import type { ExecOptions, ExecResult } from './exec-options.ts';
import type { ExecProcess } from './exec-process.ts';
import { talk } from './talk.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Feeds a command that runs, and keeps what it writes until it has ended. */
export async function collectOutput(
  running: ExecProcess,
  output: AsyncIterable<OutputChunk>,
  { stdin, maxOutputBytes = MAX_OUTPUT_BYTES, overflow }: ExecOptions,
  subject: string,
  signal: AbortSignal,
): Promise<ExecResult> {
  const stdout = new CappedOutput(maxOutputBytes);
  const stderr = new CappedOutput(maxOutputBytes);
  const reading = async () => {
    for await (const { stream, data } of output) (stream === 'stdout' ? stdout : stderr).add(data);
  };
  await abortable(stdin === undefined ? reading() : talk(running, stdin, reading, signal), signal);
  const exitCode = await abortable(running.exitCode(), signal);
  const truncated = stdout.truncated || stderr.truncated;
  if (truncated && overflow !== 'truncate') throw tooMuchOutput(subject, maxOutputBytes, exitCode);
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
