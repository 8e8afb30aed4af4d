import { DocktopusError } from '../../errors/index.ts';
import { GatheredBytes } from './gathered-bytes.ts';

const NEWLINE = 0x0a;

/**
 * The lines of a byte stream, as text without the line end; empty lines are left out.
 *
 * Lines are cut before they are decoded, so that a character split over two chunks stays whole.
 *
 * @throws DocktopusError `engine.protocol` for a line longer than `maxBytes`.
 */
export async function* readLines(
  source: AsyncIterable<Buffer>,
  operation: string,
  maxBytes = 16 * 1024 * 1024,
): AsyncGenerator<string, void, undefined> {
  const held = new GatheredBytes();
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      held.add(chunk.subarray(start, end));
      start = end + 1;
      const text = held.take().toString('utf8').trim();
      if (text !== '') yield text;
    }
    held.add(chunk.subarray(start));
    if (held.length > maxBytes) throw tooLong(operation, maxBytes);
  }
  const text = held.take().toString('utf8').trim();
  if (text !== '') yield text;
}

function tooLong(operation: string, maxBytes: number): DocktopusError {
  return new DocktopusError('engine.protocol', {
    operation,
    reason: `the engine sent more than ${maxBytes} bytes without a line end`,
  });
}
