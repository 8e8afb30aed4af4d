import type { DisplayStream } from './display.ts';

/** A terminal as far as our drawing uses one: text, line breaks, `CSI n A` and `CSI J`; everything else fails. */
export class Screen implements DisplayStream {
  readonly isTTY = true;
  /** Rows from the top, those scrolled out included. */
  readonly #rows: string[] = [''];
  #row = 0;
  /** Each write, as it came. */
  readonly writes: string[] = [];

  constructor(
    public columns: number,
    public rows: number,
  ) {}

  /** What is to be seen; the cursor is the last, empty row. */
  get text(): string {
    return this.#rows.slice(0, this.#row + 1).join('\n');
  }

  write(text: string): void {
    this.writes.push(text);
    const parts = text.matchAll(/\p{Cc}\[(\d*)([AJ])|([\r\n])|([^\p{Cc}]+)|(\p{Cc})/gsu);
    for (const [all, count, command, move, words] of parts) {
      if (command === 'A') this.#row = Math.max(0, this.#row - Number(count));
      else if (command === 'J') this.#rows.splice(this.#row, Infinity, '');
      else if (move === '\n') this.#rows[++this.#row] ??= '';
      else if (words !== undefined) this.#put(words);
      else if (move === undefined) throw new Error(`the screen does not know ${JSON.stringify(all)}`);
    }
  }

  /** As terminals do when a window becomes narrower: longer lines are wrapped. */
  narrow(columns: number): void {
    const wrapped = this.#rows.flatMap((row) => row.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']);
    this.#row += wrapped.length - this.#rows.length;
    this.#rows.splice(0, Infinity, ...wrapped);
    this.columns = columns;
  }

  #put(words: string): void {
    if (words.length >= this.columns) throw new Error(`too long for ${this.columns} columns: ${words}`);
    this.#rows[this.#row] = words;
  }
}
