import { isDocktopusError } from '../../errors/index.ts';
import { hostError } from '../../host/index.ts';
import type { ExecInput } from './exec-options.ts';
import type { ProcessStreams } from './process-streams.ts';

/**
 * Writes `input` and then end of file. A process may end without having read all of it, which is no failure.
 *
 * A command that does not read its input takes nothing, so this may stay pending until the connection closes.
 *
 * @throws the failure of the input itself; that of a file of this machine as a DocktopusError `path.…`.
 */
export async function feedInput(
  process: Pick<ProcessStreams, 'write' | 'endInput'>,
  input: ExecInput,
  signal: AbortSignal,
): Promise<void> {
  for await (const part of partsOf(input)) {
    if (signal.aborted || !(await taken(process.write(part)))) return;
  }
  await taken(process.endInput());
}

async function* partsOf(input: ExecInput): AsyncGenerator<string | Uint8Array> {
  if (typeof input === 'string' || input instanceof Uint8Array) {
    yield input;
    return;
  }
  try {
    yield* input;
  } catch (error) {
    const { path } = input as { readonly path?: unknown };
    throw hostError(error, { operation: 'container.exec', path: String(path ?? 'stdin'), to: 'read' });
  }
}

/** Whether the other side has taken what was written. */
async function taken(writing: Promise<void>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (isDocktopusError(error) || OTHER_SIDE_GONE.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
}

const OTHER_SIDE_GONE: ReadonlySet<string | undefined> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);
