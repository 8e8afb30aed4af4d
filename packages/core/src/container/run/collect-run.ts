import type { OutputChunk } from '../../engine/index.ts';
import { DocktopusError } from '../../errors/index.ts';
import { CappedOutput } from '../exec/index.ts';
import { MAX_LINE_BYTES, readLines } from '../logs/index.ts';
import { checkExit, LastLines } from './check-exit.ts';
import type { RunExit, RunOptions, RunResult } from './run-options.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Reads a run's output to its end, as its options say, and puts the result together. */
export async function collectRun(
  output: AsyncIterable<OutputChunk>,
  exitOf: () => RunExit | Promise<RunExit>,
  options: RunOptions,
  about: { readonly subject: string; readonly tty: boolean },
): Promise<RunResult> {
  const { check = false, onLine, maxOutputBytes = MAX_OUTPUT_BYTES, overflow = 'error' } = options;
  const kept = { stdout: new CappedOutput(maxOutputBytes), stderr: new CappedOutput(maxOutputBytes) };
  const last = new LastLines();
  const chunks = keeping(output, kept);
  if (!check && onLine === undefined) for await (const _ of chunks);
  else {
    const lineOptions = { timestamps: false, maxLineBytes: MAX_LINE_BYTES, tty: about.tty };
    for await (const line of readLines(chunks, lineOptions)) {
      last.add(line);
      onLine?.(line);
    }
  }
  const exit = await exitOf();
  if (check) checkExit(exit, about.subject, last);
  const truncated = kept.stdout.truncated || kept.stderr.truncated;
  if (truncated && overflow === 'error') throw tooMuchOutput(about.subject, maxOutputBytes, exit.exitCode);
  const [stdoutBytes, stderrBytes] = [kept.stdout.bytes(), kept.stderr.bytes()];
  return {
    ...exit,
    stdout: stdoutBytes.toString('utf8'),
    stderr: stderrBytes.toString('utf8'),
    stdoutBytes,
    stderrBytes,
    truncated,
  };
}

async function* keeping(
  output: AsyncIterable<OutputChunk>,
  kept: Readonly<Record<OutputChunk['stream'], CappedOutput>>,
): AsyncGenerator<OutputChunk, void, undefined> {
  for await (const chunk of output) {
    kept[chunk.stream].add(chunk.data);
    yield chunk;
  }
}

function tooMuchOutput(subject: string, maxOutputBytes: number, exitCode: number): DocktopusError {
  return new DocktopusError('exec.output-too-large', {
    operation: 'container.run',
    subject,
    reason: `it wrote more than ${maxOutputBytes} bytes`,
    hint: "Raise maxOutputBytes, set overflow: 'truncate', or read it with runStream()",
    details: { exitCode, maxOutputBytes },
  });
}
