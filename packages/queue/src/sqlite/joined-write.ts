import type { GroupCommit } from './group-commit.ts';

interface Group<In, Out> {
  readonly given: In[];
  readonly written: Promise<readonly Out[]>;
}

/**
 * Joins the writes of one kind that wait for the same transaction into one statement: the call into SQLite costs as much as
 * the write. Writes that are joined fail together.
 */
export class JoinedWrite<In, Out> {
  readonly #commit: GroupCommit;
  readonly #work: (given: readonly In[]) => readonly Out[];
  #open: Group<In, Out> | undefined;

  /** @param work answers for each, in order; it is called again when its transaction has been undone. */
  constructor(commit: GroupCommit, work: (given: readonly In[]) => readonly Out[]) {
    this.#commit = commit;
    this.#work = work;
  }

  async add(given: In): Promise<Out> {
    this.#open ??= this.#begin();
    const { given: together, written } = this.#open;
    const index = together.push(given) - 1;
    return (await written)[index] as Out;
  }

  #begin(): Group<In, Out> {
    const given: In[] = [];
    const written = this.#commit.write(() => {
      this.#open = undefined;
      return this.#work(given);
    });
    return { given, written };
  }
}
