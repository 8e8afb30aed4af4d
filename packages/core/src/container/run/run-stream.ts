import { DocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { withResolvers } from '../../scope/index.ts';
import type { LogLine } from '../logs/index.ts';
import type { Slot } from '../slot/slot.ts';
import type { runLines } from './run-lines.ts';
import { RUN_STREAM_OPTIONS, type RunExit, type RunStreamOptions } from './run-options.ts';

/**
 * A container that is run once, as its lines: `for await (const line of builder.runStream())`. It begins with the loop,
 * which ends once the container has ended and everything that it wrote was read. Leaving the loop removes the container.
 */
export interface RunStream extends AsyncIterable<LogLine> {
  /** How it ended; rejects with what ended the loop. */
  readonly exit: Promise<RunExit>;
}

/** @param loadRun loads what runs the container, with the loop. */
export function runStream(
  slot: Slot,
  options: RunStreamOptions,
  loadRun: () => Promise<{ readonly runLines: typeof runLines }>,
): RunStream {
  checkOptions(options, RUN_STREAM_OPTIONS, 'container.run', slot.subject);
  const exit = withResolvers<RunExit>();
  // A reader of the lines hears of a failure there.
  exit.promise.catch(() => undefined);
  return {
    exit: exit.promise,
    async *[Symbol.asyncIterator]() {
      try {
        const run = await loadRun();
        yield* run.runLines(slot, options, exit.resolve);
      } catch (error) {
        exit.reject(error);
        throw error;
      } finally {
        exit.reject(leftEarly(slot));
      }
    },
  };
}

function leftEarly({ subject }: Slot): DocktopusError {
  return new DocktopusError('aborted', {
    operation: 'container.run',
    subject,
    reason: 'the caller left the loop over its lines before it ended',
  });
}
