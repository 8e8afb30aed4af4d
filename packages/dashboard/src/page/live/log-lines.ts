import type { LogBatch, LogEntry } from '../../api/index.ts';
import { watchLogs } from './watch.ts';

/** So many lines are kept, and shown; the download has all of them. */
export const MAX_LINES = 5_000;
const FIRST_LINES = 500;

/** The lines of the container that is looked at, as they come. */
export class LogLines {
  readonly id: string;
  readonly lines: LogEntry[] = [];
  /** Lines that came too fast for the server to send. */
  skipped = 0;
  ended: string | undefined;
  opening = 0;
  #onBatch: ((batch: LogBatch) => void) | undefined;

  constructor(id: string) {
    this.id = id;
  }

  onBatch(listener: (batch: LogBatch) => void): void {
    this.#onBatch = listener;
  }

  take(batch: LogBatch): void {
    this.lines.push(...batch.lines);
    if (this.lines.length > MAX_LINES) this.lines.splice(0, this.lines.length - MAX_LINES);
    this.skipped += batch.skipped;
    this.ended = batch.ended;
    this.#onBatch?.(batch);
  }
}

let current: LogLines | undefined;
let openings = 0;

/** Begins to read a container's lines; the one before is left. */
export function openLogs(id: string): LogLines {
  current = new LogLines(id);
  askFor(current);
  return current;
}

export function closeLogs(lines: LogLines): void {
  if (current !== lines) return;
  current = undefined;
  watchLogs(undefined);
}

/** After a connection was lost, goes on behind the last line that is known. */
export function resumeLogs(): void {
  if (current !== undefined) askFor(current);
}

export function takeLogs(batch: LogBatch): void {
  if (current?.opening === batch.opening) current.take(batch);
}

function askFor(lines: LogLines): void {
  openings += 1;
  lines.opening = openings;
  const since = lines.lines.at(-1)?.time;
  watchLogs({ id: lines.id, opening: openings, tail: FIRST_LINES, ...(since !== undefined && { since }) });
}
