import { failureText } from '../failure-text.ts';
import type { ContainerSource } from '../source/index.ts';

/** The whole log of a container as text, read from the engine as fast as it is taken. */
export function logText(containers: ContainerSource, id: string): ReadableStream<Uint8Array> {
  const abort = new AbortController();
  const pieces = textOf(containers, id, abort.signal);
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        abort.abort();
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

const PIECE_CHARACTERS = 64 * 1024;

/** A log that breaks off says so in its last line: the answer's status has long been sent. */
async function* textOf(containers: ContainerSource, id: string, signal: AbortSignal): AsyncGenerator<string> {
  let text = '';
  try {
    for await (const { time, line } of containers.logs(id, { follow: false }, signal)) {
      text += `${time} ${line}\n`;
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = '';
    }
  } catch (error) {
    text += `--- the log breaks off here: ${failureText(error)}\n`;
  }
  if (text !== '') yield text;
}
