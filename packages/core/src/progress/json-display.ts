import type { ImageActivity } from '../engine/index.ts';
import { plainJson } from '../errors/index.ts';
import type { Display, DisplayStream } from './display.ts';
import { plainLines } from './plain-lines.ts';

/** Between two lines about bytes of one activity. */
const BYTES_EVERY_MS = 100;

/**
 * One JSON object per line: the {@link ImageActivity} as it is. What `plain` would tell comes at once, counts of
 * bytes in between ten times a second.
 */
export class JsonDisplay implements Display {
  readonly #stream: DisplayStream;
  readonly #written = new Map<number, ImageActivity>();

  constructor(stream: DisplayStream) {
    this.#stream = stream;
  }

  take(activity: ImageActivity): void {
    const before = this.#written.get(activity.id);
    const due = before === undefined || activity.elapsedMs - before.elapsedMs >= BYTES_EVERY_MS;
    if (!due && plainLines(before, activity).length === 0) return;
    if (activity.state === 'running') this.#written.set(activity.id, activity);
    else this.#written.delete(activity.id);
    this.#stream.write(`${plainJson(activity)}\n`);
  }

  forget(id: number): void {
    this.#written.delete(id);
  }
}
