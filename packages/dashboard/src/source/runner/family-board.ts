import type { ContainerFamily } from '@docktopus/core';
import type { Subscription } from 'rxjs';
import type { BoardWriter } from '../../board/index.ts';
import { isClosing, memberViews } from './member-views.ts';

/** Holds come and go without an event. */
const LOOK_EVERY_MS = 5_000;
/** What changes at once is looked at once. */
const SETTLE_MS = 100;

/** Tells a board of the members of one family. */
export class FamilyBoard implements Disposable {
  readonly #blueprint: string;
  readonly #family: ContainerFamily<unknown, unknown>;
  readonly #board: BoardWriter;
  readonly #changes: Subscription;
  readonly #rounds: ReturnType<typeof setInterval>;
  #shown = new Set<string>();
  #due: ReturnType<typeof setTimeout> | undefined;
  #looking = false;

  constructor(blueprint: string, family: ContainerFamily<unknown, unknown>, board: BoardWriter) {
    this.#blueprint = blueprint;
    this.#family = family;
    this.#board = board;
    this.#changes = family.changes$.subscribe(() => this.#soon());
    this.#rounds = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    void this.#look();
  }

  [Symbol.dispose](): void {
    this.#changes.unsubscribe();
    clearInterval(this.#rounds);
    clearTimeout(this.#due);
  }

  #soon(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      void this.#look();
    }, SETTLE_MS);
  }

  async #look(): Promise<void> {
    if (this.#looking) return this.#soon();
    this.#looking = true;
    try {
      const views = await memberViews(this.#blueprint, this.#family);
      const keys = views.map(({ family, key }) => JSON.stringify([this.#blueprint, family, key]));
      for (const [i, view] of views.entries()) this.#board.put('member', keys[i]!, view);
      const now = new Set(keys);
      for (const key of this.#shown) if (!now.has(key)) this.#board.drop('member', key);
      this.#shown = now;
    } catch (error) {
      // A family that closes has no members to tell of; any other failure is told by its next call.
      if (isClosing(error)) this[Symbol.dispose]();
    } finally {
      this.#looking = false;
    }
  }
}
