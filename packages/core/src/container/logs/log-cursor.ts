import type { LogLine } from './log-line.ts';

/** So many lines of one moment are told apart; beyond them, some come twice after an interruption. */
const MOST_AT_ONCE = 1_000;

/** Of a line, so much tells it apart. */
const TOLD_BY = 256;

/**
 * Where reading of a log has come to, so that it can go on after an interruption.
 *
 * The engine's `since` is inclusive, so the lines of the last moment come again and are skipped here.
 */
export class LogCursor {
  #last: string | undefined;
  #atLast: string[] = [];
  #replayed: string[] = [];

  /** What to ask the engine for next; `undefined` before the first line. */
  get since(): string | undefined {
    return this.#last === undefined ? undefined : epochText(this.#last);
  }

  /** Call before reading again from {@link since}. */
  rewind(): void {
    this.#replayed = [...this.#atLast];
  }

  /** Whether `line` is new. */
  accept(line: LogLine): boolean {
    const { time } = line;
    if (time === undefined) return true;
    const key = `${line.stream} ${line.line.length} ${line.line.slice(0, TOLD_BY)}`;
    if (time === this.#last) {
      const known = this.#replayed.indexOf(key);
      if (known >= 0) {
        this.#replayed.splice(known, 1);
        return false;
      }
    } else {
      this.#last = time;
      this.#atLast = [];
      this.#replayed = [];
    }
    if (this.#atLast.length < MOST_AT_ONCE) this.#atLast.push(key);
    return true;
  }
}

/** Seconds since the epoch with nine digits behind the point, as the engine takes them without loss. */
export function epochText(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(time.replace(/\.\d+/, '')) / 1000);
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
