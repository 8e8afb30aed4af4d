import type { EngineCalls } from '../calls/engine-calls.ts';
import type { Call } from '../calls/running-call.ts';
import type { ApiRequest } from '../request/api-request.ts';
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
  request: ApiRequest,
  onLine: (line: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  await calls.run(call, async (running) => {
    const body = await running.open(request);
    for await (const line of readJsonLines(body, call.operation)) {
      const said = errorInLine(line);
      if (said !== undefined) throw engineRefusal(said, call);
      onLine(line);
    }
  });
}
