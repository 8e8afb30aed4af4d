import type { LogBatch, LogEntry, Watch } from '../api/index.ts';
import { failureText } from '../failure-text.ts';
import type { ContainerSource } from '../source/index.ts';

/** Between two batches no more lines than these are kept; the oldest give way and are counted. */
const MAX_LINES = 1_000;
const MAX_CHARACTERS = 512 * 1024;
/** A longer line is cut: a screen shows no more of it. */
const MAX_LINE = 16 * 1024;

/** Follows the log of one container into a bounded buffer, from which a stream takes what has come. */
export class LogFeed implements Disposable {
  readonly #about: Pick<LogBatch, 'id' | 'opening'>;
  readonly #abort = new AbortController();
  readonly #onLines: () => void;
  #lines: LogEntry[] = [];
  #characters = 0;
  #skipped = 0;
  #ended: string | undefined;

  constructor(containers: ContainerSource, watch: NonNullable<Watch['logs']>, onLines: () => void) {
    this.#about = { id: watch.id, opening: watch.opening };
    this.#onLines = onLines;
    void this.#follow(containers, watch);
  }

  /** The lines since the last time; `undefined` when there is nothing to tell. */
  take(): LogBatch | undefined {
    if (this.#lines.length === 0 && this.#ended === undefined) return undefined;
    const batch = {
      ...this.#about,
      lines: this.#lines,
      skipped: this.#skipped,
      ...(this.#ended === undefined ? {} : { ended: this.#ended }),
    };
    this.#lines = [];
    this.#characters = 0;
    this.#skipped = 0;
    this.#ended = undefined;
    return batch;
  }

  [Symbol.dispose](): void {
    this.#abort.abort();
  }

  async #follow(containers: ContainerSource, { id, tail, since }: NonNullable<Watch['logs']>): Promise<void> {
    const { signal } = this.#abort;
    try {
      for await (const entry of containers.logs(id, { follow: true, tail, since }, signal)) this.#add(entry);
      this.#end('the container has ended');
    } catch (error) {
      this.#end(failureText(error));
    }
  }

  #add(entry: LogEntry): void {
    const line = entry.line.length > MAX_LINE ? `${entry.line.slice(0, MAX_LINE)}… (cut)` : entry.line;
    this.#lines.push({ ...entry, line });
    this.#characters += line.length;
    // In one go: dropping them one by one would move the whole buffer for each line of a flood.
    if (this.#lines.length > 2 * MAX_LINES || this.#characters > 2 * MAX_CHARACTERS) this.#shrink();
    this.#onLines();
  }

  #shrink(): void {
    let kept = 0;
    let first = this.#lines.length;
    while (first > 0 && this.#lines.length - first < MAX_LINES) {
      const { length } = this.#lines[first - 1]!.line;
      if (kept + length > MAX_CHARACTERS) break;
      kept += length;
      first -= 1;
    }
    this.#skipped += first;
    this.#lines = this.#lines.slice(first);
    this.#characters = kept;
  }

  #end(reason: string): void {
    if (this.#abort.signal.aborted) return;
    this.#ended = reason;
    this.#onLines();
  }
}
