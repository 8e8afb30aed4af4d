import type { ImageActivity } from '../engine/index.ts';
import type { Display, DisplayStream } from './display.ts';
import { plainLines } from './plain-lines.ts';

/** Lines for logs: what has begun, what is done. */
export class PlainDisplay implements Display {
  readonly #stream: DisplayStream;
  readonly #seen = new Map<number, ImageActivity>();

  constructor(stream: DisplayStream) {
    this.#stream = stream;
  }

  take(activity: ImageActivity): void {
    const lines = plainLines(this.#seen.get(activity.id), activity);
    if (activity.state === 'running') this.#seen.set(activity.id, activity);
    else this.#seen.delete(activity.id);
    if (lines.length > 0) this.#stream.write(`${lines.join('\n')}\n`);
  }

  forget(id: number): void {
    this.#seen.delete(id);
  }
}
