import type { Logger } from '@docktopus/runner';
import type { Retention } from '@docktopus/runner/durable';
import { isPassing } from './driver/sql-failure.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Statements } from './statements.ts';
import { shrink, sweep } from './sweep.ts';

export interface SweeperParts {
  readonly sql: Statements;
  readonly commit: GroupCommit;
  readonly retention: Retention;
  readonly log: Logger;
}

const SWEEP_EVERY_MS = 1000;
/** The interval while one sweep cannot remove all jobs that are beyond what is kept. */
const SWEEP_ON_MS = 25;

/** Forgets ended jobs beyond what is kept, now and then, until it is closed. */
export class Sweeper {
  readonly #parts: SweeperParts;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: SweeperParts) {
    this.#parts = parts;
    this.#sweepAfter(SWEEP_EVERY_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #sweepAfter(ms: number): void {
    // The last sweep may end when all is closed.
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#sweep(), ms);
    this.#timer.unref();
  }

  async #sweep(): Promise<void> {
    const { sql, commit, retention, log } = this.#parts;
    let more = false;
    try {
      more = await commit.write(() => sweep(sql, retention, Date.now()));
      if (!more && !this.#closed) shrink(sql);
    } catch (error) {
      if (!this.#closed && !isPassing(error)) log.warn('old jobs could not be forgotten', { err: error });
    }
    this.#sweepAfter(more ? SWEEP_ON_MS : SWEEP_EVERY_MS);
  }
}
