import { startDeadline } from '../../scope/index.ts';
import { type LogLine, readLines } from '../logs/index.ts';
import type { Slot } from '../slot/slot.ts';
import { checkExit, LastLines } from './check-exit.ts';
import { lineOptions } from './line-options.ts';
import { runOnce } from './run-once.ts';
import type { RunExit, RunStreamOptions } from './run-options.ts';

/** Runs the container once, and removes it; `onExit` is called before the lines end. */
export async function* runLines(
  slot: Slot,
  options: RunStreamOptions,
  onExit: (exit: RunExit) => void,
): AsyncGenerator<LogLine, void, undefined> {
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.run', slot.subject);
  const { input, check = false } = options;
  const { signal } = deadline;
  const last = new LastLines();
  const ended: RunExit[] = [];
  const chunks = runOnce(slot, { input, signal, onExit: (exit) => void ended.push(exit) });
  for await (const line of readLines(chunks, lineOptions(slot))) {
    last.add(line);
    yield line;
  }
  for (const exit of ended) {
    if (check) checkExit(exit, slot.subject, last);
    onExit(exit);
  }
}
