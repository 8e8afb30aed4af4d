import { OrderedQueue } from './ordered-queue.ts';

/** What stands in a line. */
export interface InLine {
  readonly key: string | undefined;
  readonly priority: number;
  /** The order of arrival. */
  readonly seq: number;
}

interface KeyLine<T extends InLine> {
  readonly byPriority: Map<number, OrderedQueue<T>>;
  length: number;
  /** When the key is next, in the time of the line; each time it is served costs one. */
  turn: number;
}

/**
 * A line in which keys take turns, so that a key with many in it does not keep others from being served. Within a key
 * the highest priority is next, and then the order of arrival.
 *
 * A key that comes back begins at the line's present time: it neither waits for turns that it missed nor makes up for
 * them. Its turn is remembered until the line's time has reached it, or a key that always has just one would be next
 * each time.
 */
export class FairLine<T extends InLine> {
  readonly #keys = new Map<string | undefined, KeyLine<T>>();
  #time = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(item: T): void {
    const line = this.#lineOf(item.key);
    const queue = line.byPriority.get(item.priority) ?? new OrderedQueue<T>();
    line.byPriority.set(item.priority, queue);
    queue.add(item);
    line.length += 1;
    this.#length += 1;
  }

  /** Takes the next one of those keys that `mayServe` allows: of the highest priority, then of the next key in turn. */
  take(mayServe: (key: string | undefined) => boolean): T | undefined {
    let best: { readonly line: KeyLine<T>; readonly queue: OrderedQueue<T>; readonly next: T } | undefined;
    for (const [key, line] of this.#keys) {
      if (line.length === 0 && line.turn <= this.#time) this.#keys.delete(key);
      const queue = topQueue(line);
      const next = queue?.first;
      if (queue === undefined || next === undefined) continue;
      const better = best === undefined || goesBefore(next, line.turn, best.next, best.line.turn);
      if (better && mayServe(key)) best = { line, queue, next };
    }
    if (best === undefined) return undefined;
    this.#time = Math.max(this.#time, best.line.turn);
    best.line.turn += 1;
    best.queue.takeFirst();
    this.#shorten(best.line, best.queue, best.next.priority);
    return best.next;
  }

  /** @returns whether it was there. */
  remove(item: T): boolean {
    const line = this.#keys.get(item.key);
    const queue = line?.byPriority.get(item.priority);
    if (line === undefined || queue === undefined || !queue.remove(item)) return false;
    this.#shorten(line, queue, item.priority);
    return true;
  }

  #lineOf(key: string | undefined): KeyLine<T> {
    let line = this.#keys.get(key);
    if (line === undefined) {
      line = { byPriority: new Map(), length: 0, turn: this.#time };
      this.#keys.set(key, line);
    }
    if (line.length === 0) line.turn = Math.max(line.turn, this.#time);
    return line;
  }

  #shorten(line: KeyLine<T>, queue: OrderedQueue<T>, priority: number): void {
    if (queue.length === 0) line.byPriority.delete(priority);
    line.length -= 1;
    this.#length -= 1;
  }
}

function topQueue<T extends InLine>({ byPriority }: KeyLine<T>): OrderedQueue<T> | undefined {
  let top: number | undefined;
  for (const priority of byPriority.keys()) if (top === undefined || priority > top) top = priority;
  return top === undefined ? undefined : byPriority.get(top);
}

function goesBefore(a: InLine, turnOfA: number, b: InLine, turnOfB: number): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  return turnOfA !== turnOfB ? turnOfA < turnOfB : a.seq < b.seq;
}
