import type { ExecInput } from './exec-options.ts';
import type { ProcessStreams } from './process-streams.ts';

/**
 * Writes `input` and then end of file.
 *
 * A command that does not read its input takes nothing, so this may stay pending until the connection closes.
 */
export async function feedInput(
  process: Pick<ProcessStreams, 'write' | 'endInput'>,
  input: ExecInput,
  signal: AbortSignal,
): Promise<void> {
  for await (const part of partsOf(input)) {
    if (signal.aborted) return;
    await process.write(part);
  }
  await process.endInput();
}

function partsOf(input: ExecInput): AsyncIterable<string | Uint8Array> | readonly (string | Uint8Array)[] {
  return typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
}
