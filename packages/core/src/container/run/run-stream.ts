import { DocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { startDeadline, withResolvers } from '../../scope/index.ts';
import { type LogLine, readLines } from '../logs/index.ts';
import type { Slot } from '../slot/slot.ts';
import { checkExit, LastLines } from './check-exit.ts';
import { lineOptions } from './line-options.ts';
import { runOnce } from './run-once.ts';
import { RUN_STREAM_OPTIONS, type RunExit, type RunStreamOptions } from './run-options.ts';

/**
 * A container that is run once, as its lines: `for await (const line of builder.runStream())`. It begins with the loop,
 * which ends once the container has ended and everything that it wrote was read. Leaving the loop removes the container.
 */
export interface RunStream extends AsyncIterable<LogLine> {
  /** How it ended; rejects with what ended the loop. */
  readonly exit: Promise<RunExit>;
}

export function runStream(slot: Slot, options: RunStreamOptions): RunStream {
  checkOptions(options, RUN_STREAM_OPTIONS, 'container.run', slot.subject);
  const exit = withResolvers<RunExit>();
  // A reader of the lines hears of a failure there.
  exit.promise.catch(() => undefined);
  return {
    exit: exit.promise,
    async *[Symbol.asyncIterator]() {
      try {
        yield* linesOf(slot, options, exit.resolve);
      } catch (error) {
        exit.reject(error);
        throw error;
      } finally {
        exit.reject(leftEarly(slot));
      }
    },
  };
}

async function* linesOf(
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

function leftEarly({ subject }: Slot): DocktopusError {
  return new DocktopusError('aborted', {
    operation: 'container.run',
    subject,
    reason: 'the loop over its lines was left before it ended',
  });
}
