import { DocktopusError } from '@docktopus/core';
import type { SqlDatabase } from './driver/sqlite-driver.ts';

interface Write {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The hooks around a transaction's writes. */
export interface AroundCommit {
  /** Runs in each transaction, after its writes. The commit calls the returned function once the transaction is on disk. */
  claim(): (() => void) | undefined;
  /** The claim failed in its own transaction, apart from the writes. */
  claimFailed(error: unknown): void;
  /** The transaction was rolled back: forget everything that was read or written in it. */
  undone(): void;
  /** Translates an error of the database. */
  failure(error: unknown): unknown;
}

/** A transaction that holds up the event loop for longer than this ends, and another one follows. */
const LONGEST_MS = 8;
/** The clock is looked at after so many writes. */
const PER_LOOK = 16;

/**
 * Writes of one turn of the event loop as one transaction: they share its cost, and above all its sync of the disk.
 * Each resolves when the transaction is on disk.
 */
export class GroupCommit {
  readonly #database: SqlDatabase;
  readonly #around: AroundCommit;
  #waiting: Write[] = [];
  #scheduled = false;
  #closed = false;
  #writes = 0;

  constructor(database: SqlDatabase, around: AroundCommit) {
    this.#database = database;
    this.#around = around;
  }

  /** How many writes there have been. */
  get writes(): number {
    return this.#writes;
  }

  /**
   * Runs `work` in the next transaction.
   *
   * @throws whatever `work` throws, or the database says of it; the others of the transaction go on.
   */
  write<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(isClosed());
    this.#writes += 1;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      this.schedule();
    });
  }

  /** Sees to it that there is a transaction at the end of this turn, if only to claim. */
  schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => this.#commitSome());
  }

  /** Writes what waits, now. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commit(false);
  }

  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(isClosed());
  }

  #commitSome(): void {
    this.#scheduled = false;
    if (this.#closed) return;
    this.#commit(true);
    if (this.#waiting.length > 0) this.schedule();
  }

  #commit(claims: boolean): void {
    const taken: Write[] = [];
    const settle: (() => void)[] = [];
    let claimed: (() => void) | undefined;
    if (!this.#begin(claims)) return;
    try {
      const endsAt = performance.now() + LONGEST_MS;
      for (let write = this.#waiting.shift(); write !== undefined; write = this.#next(taken.length, endsAt)) {
        taken.push(write);
        const { work, resolve } = write;
        const value = work();
        settle.push(() => resolve(value));
      }
      if (claims) claimed = this.#around.claim();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      if (claims || taken.length > 1) this.#eachAlone(taken, claims);
      else taken[0]?.reject(this.#around.failure(error));
      return;
    }
    for (const tell of settle) tell();
    claimed?.();
  }

  /** @returns whether there is a transaction. Without one, all that waits is refused: another try would find the same. */
  #begin(claims: boolean): boolean {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(this.#around.failure(error));
      if (claims) this.#around.claimFailed(this.#around.failure(error));
      return false;
    }
  }

  #next(taken: number, endsAt: number): Write | undefined {
    if (taken % PER_LOOK === 0 && performance.now() > endsAt) return undefined;
    return this.#waiting.shift();
  }

  /** One of several has failed, or the transaction itself: each gets its own, so that the others do not suffer. */
  #eachAlone(writes: readonly Write[], claims: boolean): void {
    for (const { work, resolve, reject } of writes) this.#alone(work, resolve, reject);
    if (!claims) return;
    const start = (claimed: (() => void) | undefined) => claimed?.();
    this.#alone(
      () => this.#around.claim(),
      start,
      (error) => this.#around.claimFailed(error),
    );
  }

  #alone<T>(work: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): void {
    let value: T;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      value = work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      reject(this.#around.failure(error));
      return;
    }
    resolve(value);
  }

  #rollBack(): void {
    // A database that has rolled back by itself, as a full disk makes it, says that there is nothing to roll back.
    try {
      this.#database.exec('ROLLBACK');
    } catch {}
    this.#around.undone();
  }
}

function isClosed(): DocktopusError {
  return new DocktopusError('queue.unavailable', {
    operation: 'sqliteQueue',
    reason: 'the store is closed',
    hint: 'It is open from the start of the runner until it has stopped',
  });
}
