import { DocktopusError } from '../../errors/index.ts';
import { maskSecrets } from '../../secrets/index.ts';
import type { LogLine } from '../logs/index.ts';
import type { RunExit } from './run-options.ts';

const MOST_LINES = 10;
const LONGEST_LINE = 16 * 1024;

/** The last lines of a run, for the error of one that failed. */
export class LastLines {
  readonly #lines: string[] = [];

  add({ line }: LogLine): void {
    this.#lines.push(line.slice(0, LONGEST_LINE));
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  get all(): readonly string[] {
    return this.#lines.map((line) => maskSecrets(line));
  }
}

/** @throws DocktopusError `container.exited` unless the exit code is 0. */
export function checkExit({ exitCode, oomKilled }: RunExit, subject: string, lines: LastLines): void {
  if (exitCode === 0) return;
  throw new DocktopusError('container.exited', {
    operation: 'container.run',
    subject,
    reason: oomKilled
      ? `it was killed for lack of memory (exit code ${exitCode})`
      : `it ended with exit code ${exitCode}`,
    lastLines: lines.all,
    details: { exitCode, oomKilled },
  });
}
