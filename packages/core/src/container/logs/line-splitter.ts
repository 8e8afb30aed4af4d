import { GatheredBytes } from '../../engine/index.ts';

/** A line's bytes, and the engine's time in front of it when there is one. */
export interface RawLine {
  readonly time: string | undefined;
  readonly bytes: Buffer;
}

export interface LineSplitterOptions {
  /** Whether the engine writes its time in front of every line. */
  readonly timestamps: boolean;
  /** A longer line comes in pieces of this size. */
  readonly maxLineBytes: number;
}

/** The engine cuts long lines into messages of this size and writes its time in front of each. */
const MESSAGE_BYTES = 16 * 1024;
const NEWLINE = 10;
const SPACE = 32;
const LONGEST_TIME = 40;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/**
 * Turns one stream's chunks, cut anywhere, into lines.
 *
 * Works on bytes, so a character that is split over two chunks stays whole.
 */
export class LineSplitter {
  readonly #options: LineSplitterOptions;
  readonly #text = new GatheredBytes();
  #time: string | undefined;
  /** What was read of a time that is not complete yet; `undefined` while reading text. */
  #head: Buffer | undefined;
  /** Bytes of text since the last place where a time can be. */
  #column = 0;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
    this.#head = options.timestamps ? Buffer.alloc(0) : undefined;
  }

  /** The lines that `chunk` completes. */
  *push(chunk: Buffer): Generator<RawLine> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#head === undefined) {
        const end = this.#endOfText(rest);
        yield* this.#read(rest.subarray(0, end));
        rest = rest.subarray(end);
      } else {
        rest = this.#readTime(this.#head, rest);
      }
    }
  }

  /** The last line, when it has no line break. */
  flush(): RawLine | undefined {
    const head = this.#head;
    if (head !== undefined) this.#text.add(head);
    this.#head = undefined;
    return this.#text.length === 0 ? undefined : this.#take();
  }

  #readTime(head: Buffer, rest: Buffer): Buffer {
    const space = rest.indexOf(SPACE);
    const taken = space < 0 ? rest : rest.subarray(0, space);
    const word = Buffer.concat([head, taken]);
    if (space < 0 && word.length <= LONGEST_TIME && !word.includes(NEWLINE)) {
      this.#head = word;
      return rest.subarray(rest.length);
    }
    this.#head = undefined;
    this.#column = 0;
    const time = word.toString('latin1');
    if (space >= 0 && TIME.test(time)) {
      if (this.#text.length === 0) this.#time = time;
      return rest.subarray(space + 1);
    }
    return Buffer.concat([head, rest]);
  }

  #endOfText(rest: Buffer): number {
    const newline = rest.indexOf(NEWLINE);
    const end = newline < 0 ? rest.length : newline + 1;
    const room = this.#options.timestamps ? MESSAGE_BYTES - this.#column : end;
    return Math.min(end, room, this.#options.maxLineBytes - this.#text.length);
  }

  *#read(bytes: Buffer): Generator<RawLine> {
    const ends = bytes.at(-1) === NEWLINE;
    this.#text.add(ends ? bytes.subarray(0, -1) : bytes);
    this.#column += bytes.length;
    if (ends) {
      yield this.#take();
      this.#time = undefined;
      this.#expectTime();
    } else {
      if (this.#column === MESSAGE_BYTES) this.#expectTime();
      if (this.#text.length === this.#options.maxLineBytes) yield this.#take();
    }
  }

  #expectTime(): void {
    this.#column = 0;
    if (this.#options.timestamps) this.#head = Buffer.alloc(0);
  }

  #take(): RawLine {
    return { time: this.#time, bytes: this.#text.take() };
  }
}
