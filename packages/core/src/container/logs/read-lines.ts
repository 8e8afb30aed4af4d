import { batchesOf, flattened, type OutputChunk } from '../../engine/index.ts';
import { LineSplitter, type RawLine } from './line-splitter.ts';
import type { LogLine } from './log-line.ts';

export interface ReadLinesOptions {
  /** Whether the engine writes its time in front of every line. */
  readonly timestamps: boolean;
  readonly maxLineBytes: number;
  /** A terminal ends its lines with CR LF. */
  readonly tty: boolean;
}

export const MAX_LINE_BYTES = 1 << 20;

/** The lines of both streams in the order in which they are complete. */
export function readLines(
  chunks: AsyncIterable<OutputChunk>,
  options: ReadLinesOptions,
): AsyncIterableIterator<LogLine> {
  return flattened(readLineBatches(chunks, options));
}

/** The same, with those together that come together: each generator on their way then costs once for all of them. */
export async function* readLineBatches(
  chunks: AsyncIterable<OutputChunk>,
  options: ReadLinesOptions,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  const splitters = { stdout: new LineSplitter(options), stderr: new LineSplitter(options) };
  for await (const batch of batchesOf(chunks)) {
    const lines: LogLine[] = [];
    for (const { stream, data } of batch) {
      for (const raw of splitters[stream].push(data)) lines.push(toLogLine(stream, raw, options.tty));
    }
    yield lines;
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const raw = splitters[stream].flush();
    if (raw !== undefined) yield [toLogLine(stream, raw, options.tty)];
  }
}

function toLogLine(stream: LogLine['stream'], { time, bytes }: RawLine, tty: boolean): LogLine {
  const text = bytes.toString('utf8');
  const line = tty && text.endsWith('\r') ? text.slice(0, -1) : text;
  return time === undefined ? { stream, line } : { stream, line, time };
}
