import type { LogBatch, LogEntry } from '../../api/index.ts';
import { type LogLines, MAX_LINES } from '../live/log-lines.ts';
import { clockText } from '../text/duration-text.ts';
import { splitAround } from '../text/split-around.ts';
import { styledRuns } from '../text/styled-runs.ts';

interface LogScreenEvents {
  readonly onFollow: (following: boolean) => void;
  readonly onNote: (text: string) => void;
}

/** Lines are kept in blocks, so that the browser lays out only those in view, and old ones go in one step. */
const BLOCK = 100;

/**
 * Draws lines into an element, as text. It does so without a virtual tree: a flood of lines costs their nodes and
 * nothing else.
 */
export class LogScreen {
  readonly #place: HTMLElement;
  readonly #source: LogLines;
  readonly #events: LogScreenEvents;
  #following = true;
  #search = '';
  #drawn = 0;
  #missed = 0;
  #frame = 0;
  #waiting: LogEntry[] = [];

  constructor(place: HTMLElement, source: LogLines, events: LogScreenEvents) {
    this.#place = place;
    this.#source = source;
    this.#events = events;
    source.onBatch((batch) => this.#take(batch));
    place.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  /** Goes to the end and stays there, or stands still. */
  follow(following: boolean): void {
    this.#following = following;
    this.#events.onFollow(following);
    if (following) this.#redraw();
    this.#note();
  }

  /** Leaves the lines that hold `text`, and marks it in them. */
  search(text: string): void {
    this.#search = text.toLowerCase();
    this.#redraw();
    this.#note();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#place.removeEventListener('scroll', this.#onScroll);
    this.#place.replaceChildren();
  }

  #take({ lines }: LogBatch): void {
    if (this.#following) {
      this.#waiting.push(...lines);
      this.#frame ||= requestAnimationFrame(() => this.#draw());
    } else this.#missed += lines.length;
    this.#note();
  }

  #redraw(): void {
    this.#place.replaceChildren();
    this.#drawn = 0;
    this.#missed = 0;
    this.#waiting = [...this.#source.lines];
    this.#draw();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const lines = this.#waiting.slice(-MAX_LINES).filter(({ line }) => this.#fits(line));
    this.#waiting = [];
    for (const line of lines) this.#blockForNext().append(this.#lineElement(line));
    while (this.#drawn > MAX_LINES) {
      const first = this.#place.firstElementChild;
      this.#drawn -= first?.childElementCount ?? 0;
      first?.remove();
    }
    if (this.#following) this.#place.scrollTop = this.#place.scrollHeight;
  }

  #blockForNext(): Element {
    const last = this.#place.lastElementChild;
    this.#drawn += 1;
    if (last !== null && last.childElementCount < BLOCK) return last;
    const block = document.createElement('div');
    block.className = 'block';
    this.#place.append(block);
    return block;
  }

  #fits(line: string): boolean {
    return this.#search === '' || line.toLowerCase().includes(this.#search);
  }

  #lineElement({ stream, line, time }: LogEntry): HTMLElement {
    const element = document.createElement('div');
    element.className = stream === 'stderr' ? 'line stderr' : 'line';
    const at = document.createElement('time');
    at.textContent = clockText(time);
    at.dateTime = time;
    element.append(at);
    for (const { text, classes } of styledRuns(line)) element.append(this.#run(text, classes));
    return element;
  }

  #run(text: string, classes: readonly string[]): Node {
    const parts = this.#search === '' ? [text] : splitAround(text, this.#search);
    if (parts.length === 1 && classes.length === 0) return document.createTextNode(text);
    const span = document.createElement('span');
    span.className = classes.join(' ');
    parts.forEach((part, i) => {
      if (i % 2 === 0) span.append(part);
      else span.appendChild(document.createElement('mark')).textContent = part;
    });
    return span;
  }

  /** Scrolling up pauses, scrolling to the end follows again. */
  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#place;
    const atEnd = scrollHeight - scrollTop - clientHeight < 4;
    if (atEnd === this.#following) return;
    if (atEnd) this.follow(true);
    else {
      this.#following = false;
      this.#events.onFollow(false);
      this.#note();
    }
  };

  #note(): void {
    const { skipped, ended } = this.#source;
    const parts = [
      this.#missed > 0 && `${this.#missed} new lines`,
      skipped > 0 && `${skipped} lines came too fast to show: the download has them`,
      ended,
    ];
    this.#events.onNote(parts.filter(Boolean).join(' · '));
  }
}
