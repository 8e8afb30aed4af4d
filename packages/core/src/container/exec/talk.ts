import { setImmediate as turn } from 'node:timers/promises';
import { anySignal } from '../../scope/index.ts';
import type { ExecInput } from './exec-options.ts';
import { feedInput } from './feed-input.ts';
import type { ProcessStreams } from './process-streams.ts';

/** Reads and writes at the same time: a command that is not read from may stop reading. */
export async function talk(
  running: Pick<ProcessStreams, 'write' | 'endInput'>,
  stdin: ExecInput,
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
    // A command may end without having read everything; then there is no reader left, and that is no failure.
    if (!over) throw error;
  });
  // The input alone never ends the conversation, unless its source fails.
  await Promise.race([read, feeding.then(() => read)]);
}

/** As {@link feedInput}; does nothing without an input. */
export async function feedUntilGone(
  streams: Pick<ProcessStreams, 'write' | 'endInput'>,
  input: ExecInput | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (input !== undefined) await feedInput(streams, input, signal);
}
