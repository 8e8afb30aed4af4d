import type { GroupCommit } from './group-commit.ts';

interface Group<In, Out> {
  readonly given: In[];
  readonly written: Promise<readonly Out[]>;
  /** How many writes there were with it. */
  readonly writes: number;
  /** Whether its turn has come. What was refused before would be refused again. */
  tried: boolean;
}

/** How many writes are joined, and which. */
export interface JoinOptions {
  /** How many are joined at most: one statement holds up the event loop until its end. @default Infinity */
  readonly most?: number;
  /** Whether no other write may come between those that are joined. @default false */
  readonly inOrder?: boolean;
}

/**
 * Joins the writes of one kind that wait for the same transaction into one statement: the call into SQLite costs as much as
 * the write. When joined writes fail, each is tried alone, so that the others do not suffer from the one at fault.
 */
export class JoinedWrite<In, Out> {
  readonly #commit: GroupCommit;
  readonly #work: (given: readonly In[]) => readonly Out[];
  readonly #most: number;
  readonly #inOrder: boolean;
  #open: Group<In, Out> | undefined;

  /** @param work answers for each, in order; it is called again when its transaction has been undone. */
  constructor(
    commit: GroupCommit,
    work: (given: readonly In[]) => readonly Out[],
    { most = Number.POSITIVE_INFINITY, inOrder = false }: JoinOptions = {},
  ) {
    this.#commit = commit;
    this.#work = work;
    this.#most = most;
    this.#inOrder = inOrder;
  }

  async add(given: In): Promise<Out> {
    if (this.#open === undefined || this.#isFull(this.#open)) this.#open = this.#begin();
    const group = this.#open;
    const index = group.given.push(given) - 1;
    try {
      return (await group.written)[index] as Out;
    } catch (error) {
      if (!group.tried || group.given.length === 1) throw error;
      const [alone] = await this.#commit.write(() => this.#work([given]));
      return alone as Out;
    }
  }

  #isFull({ given, writes }: Group<In, Out>): boolean {
    return given.length >= this.#most || (this.#inOrder && writes !== this.#commit.writes);
  }

  #begin(): Group<In, Out> {
    const given: In[] = [];
    const end = () => {
      if (this.#open?.given === given) this.#open = undefined;
    };
    const written = this.#commit.write(() => {
      end();
      group.tried = true;
      return this.#work(given);
    });
    // It may be refused before its turn has come: those that come later are not refused with it.
    written.catch(end);
    const group: Group<In, Out> = { given, written, writes: this.#commit.writes, tried: false };
    return group;
  }
}
