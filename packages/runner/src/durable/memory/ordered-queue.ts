/** Entries with a sort order that nearly always arrive at the end. */
export interface Ordered {
  readonly seq: number;
}

/** A queue in the order of `seq`. Taking the first takes the same time however long it is. */
export class OrderedQueue<T extends Ordered> {
  #items: T[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  get first(): T | undefined {
    return this.#items[this.#head];
  }

  add(item: T): void {
    const last = this.#items.at(-1);
    if (last === undefined || last.seq < item.seq) this.#items.push(item);
    else this.#items.splice(this.#placeOf(item.seq), 0, item);
  }

  takeFirst(): T | undefined {
    const item = this.first;
    if (item === undefined) return undefined;
    this.#head += 1;
    // What has been taken is let go of now and then, at a cost that all takers share.
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#compact();
    return item;
  }

  /** @returns whether it was there. */
  remove(item: T): boolean {
    const place = this.#placeOf(item.seq);
    if (this.#items[place] !== item) return false;
    this.#items.splice(place, 1);
    return true;
  }

  #placeOf(seq: number): number {
    let [low, high] = [this.#head, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#items[middle] as T).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
