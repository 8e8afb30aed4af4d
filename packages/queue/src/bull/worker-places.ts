/** What the lines of one worker share: how much room there is for each. */
export class WorkerPlaces {
  readonly #waiting = new Set<object>();
  #asked = 0;

  /** How many jobs have been asked for and are not there yet. */
  get asked(): number {
    return this.#asked;
  }

  /** Keeps a place for a job that is asked for, until it is there or there was none. */
  ask(): AskedPlace {
    let open = true;
    this.#asked += 1;
    return {
      [Symbol.dispose]: () => {
        if (open) this.#asked -= 1;
        open = false;
      },
    };
  }

  /** Whether lines other than `line` would claim if there were room. */
  othersWait(line: object): boolean {
    return this.#waiting.size > (this.#waiting.has(line) ? 1 : 0);
  }

  async waiting(line: object, untilRoom: Promise<void>): Promise<void> {
    this.#waiting.add(line);
    await untilRoom;
    this.#waiting.delete(line);
  }
}

/** Given back once, however often that is said. */
export type AskedPlace = Disposable;
