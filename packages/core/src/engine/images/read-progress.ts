import type { Readable } from 'node:stream';
import type { EngineCalls } from '../calls/engine-calls.ts';
import type { Call } from '../calls/running-call.ts';
import { errorInLine } from '../streams/error-in-line.ts';
import { readJsonLines } from '../streams/read-json-lines.ts';
import { engineRefusal } from '../translate/translate-engine-error.ts';

/**
 * Reads the stream of a long change (pull, push, load, build) to its end. Engines answer 200 first and tell of failures
 * within it.
 *
 * @throws DocktopusError with the code of what the engine says in an error line.
 */
export async function readProgress(
  calls: EngineCalls,
  call: Call,
  send: (abortSignal: AbortSignal) => PromiseLike<unknown>,
  onLine: (line: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  await calls.run(call, async (signal) => {
    const body = (await send(signal)) as Readable;
    for await (const line of readJsonLines(body, call.operation)) {
      const said = errorInLine(line);
      if (said !== undefined) throw engineRefusal(said, call);
      onLine(line);
    }
  });
}
