/** The place of a value in a {@link Roster}, which alone changes it. */
export class RosterEntry<T> {
  readonly value: T;
  /** `undefined` once it has left. */
  roster: Roster<T> | undefined;
  next: RosterEntry<T> | undefined;
  previous: RosterEntry<T> | undefined;

  constructor(value: T, roster: Roster<T>, previous: RosterEntry<T> | undefined) {
    this.value = value;
    this.roster = roster;
    this.previous = previous;
  }
}

/**
 * Values that come and go, in the order in which they came: calls under way, callers that wait.
 *
 * A `Set` keeps more than it holds. When it is full of deleted values, V8 moves the others to a new table, and the old
 * table goes on pointing to the new one. Once a table has grown old, all later ones survive every quick garbage collection,
 * with everything they ever held, until the next full one: with 64 calls in flight, this made quick collections ten times
 * as long. An entry that has left points to no other entry.
 */
export class Roster<T> implements Iterable<T> {
  #first: RosterEntry<T> | undefined;
  #last: RosterEntry<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a value behind the others. One that is added twice is in it twice. */
  add(value: T): RosterEntry<T> {
    const entry = new RosterEntry(value, this, this.#last);
    if (this.#last === undefined) this.#first = entry;
    else this.#last.next = entry;
    this.#last = entry;
    this.#size += 1;
    return entry;
  }

  /** @returns whether the entry was still in it. */
  delete(entry: RosterEntry<T>): boolean {
    if (entry.roster !== this) return false;
    const { next, previous } = entry;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    entry.roster = entry.next = entry.previous = undefined;
    this.#size -= 1;
    return true;
  }

  /** Takes out the value that came first. */
  shift(): T | undefined {
    const first = this.#first;
    if (first !== undefined) this.delete(first);
    return first?.value;
  }

  /** All that are in it, in order. */
  entries(): readonly RosterEntry<T>[] {
    const entries: RosterEntry<T>[] = [];
    for (let entry = this.#first; entry !== undefined; entry = entry.next) entries.push(entry);
    return entries;
  }

  /** The values that are in it when the iteration begins, without those that leave during it. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (const entry of this.entries()) if (entry.roster === this) yield entry.value;
  }
}
