import type { OutputChunk } from '../../engine/index.ts';
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
export async function* readLines(
  chunks: AsyncIterable<OutputChunk>,
  options: ReadLinesOptions,
): AsyncGenerator<LogLine> {
  const splitters = { stdout: new LineSplitter(options), stderr: new LineSplitter(options) };
  for await (const { stream, data } of chunks) {
    for (const raw of splitters[stream].push(data)) yield toLogLine(stream, raw, options.tty);
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const raw = splitters[stream].flush();
    if (raw !== undefined) yield toLogLine(stream, raw, options.tty);
  }
}

function toLogLine(stream: LogLine['stream'], { time, bytes }: RawLine, tty: boolean): LogLine {
  const text = bytes.toString('utf8');
  const line = tty && text.endsWith('\r') ? text.slice(0, -1) : text;
  return time === undefined ? { stream, line } : { stream, line, time };
}
