import type { ImageActivity } from '../engine/index.ts';
import type { Display, DisplayStream } from './display.ts';
import { lastLine } from './plain-lines.ts';
import { rowsOf, terminalBlock } from './terminal-block.ts';

const REDRAW_MS = 100;

/**
 * Draws what is under way in place, below a line for each activity that has ended.
 *
 * The cursor stays visible and rests at the start of the line below: however the process ends, there is nothing to
 * restore.
 */
export class TerminalDisplay implements Display {
  readonly #stream: DisplayStream;
  readonly #running = new Map<number, ImageActivity>();
  #ended: string[] = [];
  #drawn: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: DisplayStream) {
    this.#stream = stream;
  }

  take(activity: ImageActivity): void {
    if (activity.state === 'running') {
      this.#running.set(activity.id, activity);
      this.#timer ??= this.#redrawSoon();
    } else {
      this.#running.delete(activity.id);
      this.#ended.push(lastLine(activity));
      // The caller that waited for it may write next.
      this.#redraw();
    }
  }

  forget(id: number): void {
    if (this.#running.delete(id)) this.#redraw();
  }

  /** A drawing is not worth a wait: the timer does not keep the process alive. */
  #redrawSoon(): NodeJS.Timeout {
    return setTimeout(() => this.#redraw(), REDRAW_MS).unref();
  }

  #redraw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const columns = this.#stream.columns || 80;
    const rows = this.#stream.rows || 24;
    const block = terminalBlock([...this.#running.values()], { columns, rows: Math.max(1, rows - 1) });
    // A terminal that has become narrower has wrapped what was drawn, and one that has become lower has scrolled.
    const above = this.#drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0);
    const back = above === 0 ? '' : `\x1b[${Math.min(above, rows - 1)}A\r\x1b[J`;
    const text = [...this.#ended, ...block].map((line) => `${line}\n`).join('');
    this.#ended = [];
    this.#drawn = block;
    if (back !== '' || text !== '') this.#stream.write(back + text);
  }
}
