import { statSync } from 'node:fs';
import { DocktopusError } from '@docktopus/core';
import type { Logger } from '@docktopus/runner';

/** Shorter than any database of ours: another program has emptied or overwritten it. */
const SHORTEST_BYTES = 4096;
/** A look takes several microseconds: as long as a job. */
const LOOK_EVERY_MS = 2;

/**
 * The file of an open database, as the next process will find it. SQLite goes on writing into a file that has lost its
 * name, and all of that is gone with the process.
 */
export class DatabaseFile {
  readonly #path: string;
  readonly #log: Logger;
  readonly #main: string | undefined;
  #wal: string | undefined;
  #error: DocktopusError | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param path of a database that has just been opened. */
  constructor(path: string, log: Logger) {
    this.#path = path;
    this.#log = log;
    this.#main = identity(path);
  }

  /** @throws DocktopusError `queue.unavailable` when the next process would not find what is written now. */
  check(): void {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      this.look();
    }
    if (this.#error !== undefined) throw this.#error;
  }

  /** Looks now, and logs when the file gets lost or comes back. */
  look(): void {
    const problem = this.#problem();
    const error = problem && this.#lost(...problem);
    if (error !== undefined && this.#error === undefined)
      this.#log.error('new durable jobs are refused: their file is lost', { err: error });
    if (error === undefined && this.#error !== undefined)
      this.#log.info('durable jobs are accepted again: their file is back', { path: this.#path });
    this.#error = error;
  }

  #problem(): readonly [reason: string, hint: string] | undefined {
    const path = this.#path;
    const main = identity(path);
    if (main !== this.#main || main === undefined) return [wayOf(path, main), PUT_BACK];
    const wal = identity(`${path}-wal`, 0);
    // SQLite makes it when it first needs it.
    this.#wal ??= wal;
    if (wal === this.#wal) return undefined;
    return [wayOf(`${path}-wal`, wal), STOP_CLEANLY];
  }

  #lost(reason: string, hint: string): DocktopusError {
    return new DocktopusError('queue.unavailable', {
      operation: 'sqliteQueue',
      subject: this.#path,
      reason: `what it accepts now would be lost with this process: ${reason}`,
      hint,
    });
  }
}

const STILL_RUN = 'Jobs that were accepted still run in this process';
const PUT_BACK = `${STILL_RUN}. Put the file back where it was; or let this process finish them, and start it again`;
const STOP_CLEANLY = `${STILL_RUN}. Stop it with SIGTERM, not with SIGKILL: its stop writes all of them into the database. Then start it again`;

function wayOf(path: string, found: string | undefined): string {
  if (found === undefined) return `${path} was removed or renamed, or its folder was`;
  return `${path} was ${found === EMPTIED ? 'emptied or overwritten' : 'replaced by another file'}`;
}

const EMPTIED = 'emptied';

/** Which file it is; `undefined` when it cannot be reached. */
function identity(path: string, shortestBytes = SHORTEST_BYTES): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.size < shortestBytes ? EMPTIED : `${found.dev}:${found.ino}`;
  } catch {
    return undefined;
  }
}
