import type { AttachedStream } from '../../engine/index.ts';
import type { ExecInput } from './exec-options.ts';

/**
 * Writes `input` and then end of file.
 *
 * A command that does not read its input takes nothing, so this may stay pending until the connection closes.
 */
export async function feedInput(stream: AttachedStream, input: ExecInput, signal: AbortSignal): Promise<void> {
  for await (const part of partsOf(input)) {
    if (signal.aborted) return;
    await stream.write(part);
  }
  await stream.endInput();
}

function partsOf(input: ExecInput): AsyncIterable<string | Uint8Array> | readonly (string | Uint8Array)[] {
  return typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
}
