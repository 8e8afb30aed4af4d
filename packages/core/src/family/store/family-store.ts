import type { FamilyClock } from '../time/index.ts';
import type { FactsDocument } from './facts-document.ts';
import type { FactsFile, FactsFound } from './facts-file.ts';
import type { MemberFacts } from './member-facts.ts';

/** Between two writes: what changes with every request must not cost a write for each. */
const PAUSE_MS = 5_000;

/** What a store says of itself, for health checks and for the log. */
export interface StoreState {
  /** Why the last read or write did not do what it should; `undefined` when all is well. */
  readonly problem: string | undefined;
  /** Another live process writes the file: nothing of this one is kept. */
  readonly heldBy: string | undefined;
}

/** The moving facts of a family: in memory, and written down at most every five seconds. */
export class FamilyStore {
  readonly #file: FactsFile;
  readonly #head: Omit<FactsDocument, 'members'>;
  readonly #clock: FamilyClock;
  readonly #members = new Map<string, MemberFacts>();
  #state: StoreState = { problem: undefined, heldBy: undefined };
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;
  #sameBoot = false;
  #closed = false;

  constructor(file: FactsFile, head: Omit<FactsDocument, 'members'>, clock: FamilyClock) {
    this.#file = file;
    this.#head = head;
    this.#clock = clock;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** Whether what was read was written under this boot, so that its clock can measure it. */
  get sameBoot(): boolean {
    return this.#sameBoot;
  }

  /**
   * Reads what an earlier process has left, and says that this one writes from now on, unless a live one does.
   *
   * @param judge whether that writer lives, in words; `undefined` when it does not, or nobody can tell.
   */
  async open(
    judge: (writer: FactsDocument['writer']) => Promise<string | undefined> | string | undefined,
  ): Promise<void> {
    const found = await this.#file.read();
    if (found.found === 'document') {
      this.#sameBoot = found.document.boot === this.#head.boot;
      for (const [hash, facts] of found.document.members) {
        if (!this.#members.has(hash)) this.#members.set(hash, facts);
      }
      const heldBy = await judge(found.document.writer);
      if (heldBy !== undefined) {
        this.#state = { problem: undefined, heldBy };
        return;
      }
    }
    const problem = found.found === 'unreadable' ? unreadable(found) : undefined;
    this.#state = { problem, heldBy: undefined };
    this.#dirty = true;
    await this.flush();
  }

  get(hash: string): MemberFacts | undefined {
    return this.#members.get(hash);
  }

  get all(): ReadonlyMap<string, MemberFacts> {
    return this.#members;
  }

  /** Notes facts; they reach the disk within five seconds. */
  put(hash: string, facts: MemberFacts): void {
    // The latest to change stands last: the first to go when there are too many are those that changed long ago.
    this.#members.delete(hash);
    this.#members.set(hash, facts);
    this.#changed();
  }

  delete(hash: string): void {
    if (this.#members.delete(hash)) this.#changed();
  }

  /** Whether this process still writes the file: another may have taken over while this one could not be told. */
  async isOurs(): Promise<boolean> {
    if (this.#state.heldBy !== undefined) return false;
    const found = await this.#file.read();
    return found.found !== 'document' || found.document.writer.nonce === this.#head.writer.nonce;
  }

  /** Writes what has changed, now. Never rejects: {@link state} says what went wrong, and the next write tries again. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** Writes for the last time. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #changed(): void {
    this.#dirty = true;
    if (this.#closed || this.#cancel !== undefined) return;
    this.#cancel = this.#clock.after(PAUSE_MS, () => void this.flush());
  }

  async #write(): Promise<void> {
    if (!this.#dirty || this.#state.heldBy !== undefined) return;
    this.#dirty = false;
    try {
      await this.#file.write({ ...this.#head, members: this.#members });
      this.#state = { ...this.#state, problem: undefined };
    } catch (error) {
      this.#dirty = true;
      this.#state = {
        ...this.#state,
        problem: `${this.#file.path} cannot be written: ${(error as Error).message}`,
      };
      if (!this.#closed) this.#changed();
    }
  }
}

function unreadable({ why, movedTo }: Extract<FactsFound, { found: 'unreadable' }>): string {
  return `the family's file could not be read: ${why}; ${movedTo === undefined ? 'it could not be moved aside' : `it is now ${movedTo}`}`;
}
