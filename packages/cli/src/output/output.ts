import { plainJson } from '@docktopus/core/kit';
import { colorsOnly } from './colors-only.ts';
import { type Column, tableText } from './table.ts';
import { type Paint, painter, type TerminalStream, wantsColor } from './terminal.ts';

export interface OutputOptions {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly json: boolean;
  readonly color: boolean;
}

/** The version of everything that `--json` prints. A field may be added without raising it. */
const JSON_VERSION = 1;

/** Data goes to stdout, everything else to stderr. */
export class Output {
  readonly json: boolean;
  readonly paint: Paint;
  readonly #stdout: TerminalStream;
  readonly #stderr: TerminalStream;
  readonly #paintNotes: Paint;

  constructor({ stdout, stderr, env, json, color }: OutputOptions) {
    this.json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.paint = painter(wantsColor(stdout, env, color));
    this.#paintNotes = painter(wantsColor(stderr, env, color));
  }

  /** Text as it is; on a terminal, without what would drive it. */
  write(text: string): void {
    this.#stdout.write(this.#stdout.isTTY ? colorsOnly(text) : text);
  }

  line(text: string): void {
    this.#stdout.write(`${colorsOnly(text)}\n`);
  }

  /** JSON for people. */
  document(value: unknown): void {
    this.#stdout.write(`${plainJson(value, 2)}\n`);
  }

  /** One JSON document, or one line of many. */
  data(value: Readonly<Record<string, unknown>>): void {
    this.#stdout.write(`${plainJson({ v: JSON_VERSION, ...value })}\n`);
  }

  table(
    columns: readonly Column[],
    rows: readonly (readonly string[])[],
    paint: (cell: string, row: number, column: number) => string = (cell) => cell,
  ): void {
    const width = this.#stdout.isTTY ? this.#stdout.columns : undefined;
    const titled = (cell: string, row: number, column: number) =>
      row < 0 ? this.paint('dim', cell) : paint(cell, row, column);
    // Cleaned before they are measured and painted.
    const cells = rows.map((row) => row.map((cell) => colorsOnly(cell)));
    this.#stdout.write(tableText(columns, cells, width, titled));
  }

  /** Something beside the data: advice, progress, a question. */
  note(text: string): void {
    this.#stderr.write(`${colorsOnly(text)}\n`);
  }

  /** @param help the link of the page that says more. */
  failure(code: string, message: string, hint: string | undefined, help: string | undefined): void {
    if (this.json) {
      const error = {
        code,
        message,
        ...(hint !== undefined && { hint }),
        ...(help !== undefined && { help }),
      };
      this.#stderr.write(`${plainJson({ v: JSON_VERSION, error })}\n`);
      return;
    }
    this.note(`${this.#paintNotes('red', 'error')} ${message}`);
    if (hint !== undefined && !message.includes(hint)) this.note(hint);
    if (help !== undefined) this.#stderr.write(`${this.#paintNotes('dim', `See ${help}`)}\n`);
  }
}
